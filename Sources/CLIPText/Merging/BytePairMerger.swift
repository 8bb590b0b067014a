/// Merges the bytes of a word into tokens.
///
/// The reference looks for the pair of the lowest rank, merges it everywhere in the word from left to
/// right, and begins again, which takes quadratic time. Here a heap orders the pairs by rank and place;
/// pairs that a merge creates wait until the rank at hand is done, so that the order is the same.
/// The storage is used again for each word.
struct BytePairMerger {
    private let vocabulary: Vocabulary
    /// The word's tokens as a doubly linked list over the places of its bytes.
    private var tokens: [Int32] = []
    private var next: [Int32] = []
    private var previous: [Int32] = []
    /// Rank of the pair that begins at each place; `none` if there is no merge or no token.
    private var ranks: [Int32] = []
    private var heap = MergeQueue()
    private var created: [MergeQueue.Entry] = []

    private static let none = Int32.max

    init(_ vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
    }

    /// Appends the tokens of one word.
    /// - Complexity: O(*n* log *n*) for a word of *n* bytes.
    mutating func append(_ word: ArraySlice<Unicode.Scalar>, to ids: inout [Int32]) {
        guard !word.isEmpty else { return }
        readBytes(of: word)
        for place in tokens.indices.dropLast() { updateRank(at: place) }
        while let rank = nextRank() { mergeAll(rank: rank) }
        var place: Int32 = 0
        while place >= 0 {
            ids.append(tokens[Int(place)])
            place = next[Int(place)]
        }
    }

    private mutating func readBytes(of word: ArraySlice<Unicode.Scalar>) {
        tokens.removeAll(keepingCapacity: true)
        next.removeAll(keepingCapacity: true)
        previous.removeAll(keepingCapacity: true)
        ranks.removeAll(keepingCapacity: true)
        var last: UInt8 = 0
        for scalar in word {
            for byte in UTF8.encode(scalar)! {
                let place = Int32(tokens.count)
                tokens.append(vocabulary.byteTokens[Int(byte)])
                previous.append(place - 1)
                next.append(place + 1)
                ranks.append(Self.none)
                last = byte
            }
        }
        tokens[tokens.count - 1] = vocabulary.lastByteTokens[Int(last)]
        next[next.count - 1] = -1
    }

    private mutating func nextRank() -> Int32? {
        for entry in created { heap.insert(entry) }
        created.removeAll(keepingCapacity: true)
        return heap.first?.rank
    }

    /// Merges a pair wherever it is, from left to right.
    private mutating func mergeAll(rank: Int32) {
        while let entry = heap.first, entry.rank == rank {
            heap.removeFirst()
            let place = Int(entry.place)
            // The pair may be gone: one of its tokens was merged with the other neighbour.
            guard ranks[place] == rank else { continue }
            let second = Int(next[place])
            guard let merge = vocabulary.merges[tokens[place], tokens[second]] else { continue }
            tokens[place] = merge.merged
            ranks[second] = Self.none
            next[place] = next[second]
            if next[place] >= 0 { previous[Int(next[place])] = entry.place }
            updateRank(at: place)
            if previous[place] >= 0 { updateRank(at: Int(previous[place])) }
        }
    }

    /// Looks up the pair that begins at a place, and queues it.
    private mutating func updateRank(at place: Int) {
        let second = next[place]
        guard second >= 0, let merge = vocabulary.merges[tokens[place], tokens[Int(second)]] else {
            ranks[place] = Self.none
            return
        }
        ranks[place] = merge.rank
        created.append(MergeQueue.Entry(rank: merge.rank, place: Int32(place)))
    }
}
