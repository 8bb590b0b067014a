/// The merges: for a pair of neighbouring tokens its rank, lower ones being applied first, and what it becomes. A hash table with open
/// addressing, whose slots are single words: eight to a cache line, 1 MiB for OpenAI's merges.
struct PairTable: Sendable {
    /// Ids must be smaller: a slot holds two of them in 20 bits each,
    static let largestVocabulary = 1 << 20
    /// and the rank in 24.
    static let largestMergeCount = 1 << 24 - 1

    /// No slot in use looks like this: the last rank is not given.
    private static let free = UInt64.max

    private var slots: [UInt64]
    private var shift: UInt64
    private var merged: [Int32] = []

    /// What each merge makes, by rank.
    var mergedTokens: [Int32] { merged }

    /// The two tokens of each merge, by rank.
    var pairs: [(left: Int32, right: Int32)] {
        var pairs = [(left: Int32, right: Int32)](repeating: (0, 0), count: count)
        for slot in slots where slot != Self.free {
            pairs[Int(slot & 0xFF_FFFF)] = (Int32(slot >> 44), Int32(slot >> 24 & 0xF_FFFF))
        }
        return pairs
    }

    /// - Parameter capacity: how many merges to make room for. More may follow.
    init(capacity: Int) {
        (slots, shift) = Self.emptySlots(for: capacity)
        merged.reserveCapacity(capacity)
    }

    /// At least twice as many slots as merges, and what hashing needs to know of their number.
    private static func emptySlots(for capacity: Int) -> ([UInt64], UInt64) {
        var bits: UInt64 = 4
        while 1 << bits < capacity * 2 { bits += 1 }
        return (Array(repeating: free, count: 1 << bits), 64 - bits)
    }

    /// How many merges there are: the rank of the next.
    var count: Int { merged.count }

    /// Whether every merge comes behind all those that make its two tokens, as training gives them: then the
    /// lowest rank of a word only ever rises while it is merged.
    private(set) var isOrdered = true

    /// Rank of what has no merge.
    static let noRank = Int32.max

    /// The rank of two neighbours, or ``noRank``.
    func rank(_ left: Int32, _ right: Int32) -> Int32 {
        let slot = slots[position(of: Self.pair(left, right))]
        return slot == Self.free ? Self.noRank : Int32(truncatingIfNeeded: slot & 0xFF_FFFF)
    }

    /// What the merge of a rank makes.
    func merged(rank: Int32) -> Int32 { merged[Int(rank)] }

    /// Finds out whether the merges are ordered, once all are there.
    /// - Parameter count: ids are smaller.
    mutating func finish(count: Int) {
        var lastMaker = [Int32](repeating: -1, count: count)
        for (rank, id) in merged.enumerated() { lastMaker[Int(id)] = Int32(rank) }
        isOrdered = slots.allSatisfy { slot in
            if slot == Self.free { return true }
            let rank = Int32(truncatingIfNeeded: slot & 0xFF_FFFF)
            return lastMaker[Int(slot >> 44)] < rank && lastMaker[Int(slot >> 24 & 0xF_FFFF)] < rank
        }
    }

    /// Adds a merge behind those added before.
    /// - Returns: false if the pair has one already; then nothing changes.
    mutating func insert(_ left: Int32, _ right: Int32, merged id: Int32) -> Bool {
        if count * 2 >= slots.count { grow() }
        let pair = Self.pair(left, right)
        let position = position(of: pair)
        guard slots[position] == Self.free else { return false }
        slots[position] = pair << 24 | UInt64(merged.count)
        merged.append(id)
        return true
    }

    private mutating func grow() {
        let old = slots
        (slots, shift) = Self.emptySlots(for: old.count)
        for slot in old where slot != Self.free { slots[position(of: slot >> 24)] = slot }
    }

    private static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 20 | UInt64(UInt32(bitPattern: right))
    }

    /// Where the pair is, or the free slot where it would be put. At most half of the slots are taken.
    private func position(of pair: UInt64) -> Int {
        // Fibonacci hashing: the golden ratio spreads the pair over the upper bits.
        var position = Int((pair &* 0x9E37_79B9_7F4A_7C15) >> shift)
        while slots[position] >> 24 != pair, slots[position] != Self.free {
            position = (position + 1) & (slots.count - 1)
        }
        return position
    }
}
