/// Merges the bytes of a word into tokens.
///
/// The reference looks for the pair of the lowest rank, merges it everywhere in the word from left to
/// right, and begins again, which takes quadratic time. For a long word a heap orders the pairs by rank and
/// place here; pairs that a merge creates wait until the rank at hand is done, so that the order is the same.
/// The storage is used again for each word.
struct BytePairMerger {
    private let vocabulary: Vocabulary
    /// Whether a merge that became possible waits, or goes first where its rank is lower, as Hugging Face has
    /// it. With merges as training gives them there is none of a lower rank.
    private let waitsForRank: Bool
    /// The word's tokens as a doubly linked list over the places of its bytes.
    private var tokens: [Int32] = []
    private var next: [Int32] = []
    private var previous: [Int32] = []
    /// Rank of the pair that begins at each place.
    private var ranks: [Int32] = []
    private var heap = MergeQueue()
    private var created: [MergeQueue.Entry] = []
    /// The bytes of a word given in scalars.
    private var bytes: [UInt8] = []

    /// Up to this length, looking at all pairs is faster than keeping them in order.
    private static let longestShortWord = 32

    init(_ vocabulary: Vocabulary, waitsForRank: Bool) {
        self.vocabulary = vocabulary
        self.waitsForRank = waitsForRank
    }

    /// Appends the tokens of one word.
    mutating func append(_ word: ArraySlice<Unicode.Scalar>, to ids: inout [Int32]) {
        var bytes = self.bytes
        bytes.removeAll(keepingCapacity: true)
        for scalar in word { bytes.append(contentsOf: UTF8.encode(scalar)!) }
        bytes.withUnsafeBufferPointer { append($0, to: &ids) }
        self.bytes = bytes
    }

    /// Appends the tokens of one word, given as UTF-8.
    /// - Complexity: O(*n* log *n*) for a word of *n* bytes.
    mutating func append(_ word: UnsafeBufferPointer<UInt8>, to ids: inout [Int32]) {
        guard let last = word.last else { return }
        if word.count == 1 {
            ids.append(vocabulary.lastByteTokens[Int(last)])
        } else if word.count <= Self.longestShortWord, vocabulary.merges.isOrdered {
            appendShort(word, to: &ids)
        } else {
            appendLong(word, to: &ids)
        }
    }

    // MARK: Short words

    /// Merges the leftmost pair of the lowest rank until none is left.
    private func appendShort(_ word: UnsafeBufferPointer<UInt8>, to ids: inout [Int32]) {
        let merges = vocabulary.merges
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * Self.longestShortWord) { storage in
            let tokens = storage.baseAddress!
            let ranks = tokens + Self.longestShortWord
            var count = word.count
            for (place, byte) in word.enumerated() { tokens[place] = vocabulary.byteTokens[Int(byte)] }
            tokens[count - 1] = vocabulary.lastByteTokens[Int(word[count - 1])]
            for place in 0..<count - 1 { ranks[place] = merges.rank(tokens[place], tokens[place + 1]) }
            while count > 1 {
                var place = 0
                for other in 1..<max(count - 1, 1) where ranks[other] < ranks[place] { place = other }
                guard ranks[place] != PairTable.noRank else { break }
                tokens[place] = merges.merged(rank: ranks[place])
                count -= 1
                for later in place + 1..<max(count, place + 1) {
                    tokens[later] = tokens[later + 1]
                    ranks[later - 1] = ranks[later]
                }
                if place > 0 { ranks[place - 1] = merges.rank(tokens[place - 1], tokens[place]) }
                if place < count - 1 { ranks[place] = merges.rank(tokens[place], tokens[place + 1]) }
            }
            for place in 0..<count { ids.append(tokens[place]) }
        }
    }

    // MARK: Long words

    private mutating func appendLong(_ word: UnsafeBufferPointer<UInt8>, to ids: inout [Int32]) {
        readBytes(of: word)
        for place in tokens.indices.dropLast() { updateRank(at: place) }
        while let rank = nextRank() { mergeAll(rank: rank) }
        var place: Int32 = 0
        while place >= 0 {
            ids.append(tokens[Int(place)])
            place = next[Int(place)]
        }
    }

    private mutating func readBytes(of word: UnsafeBufferPointer<UInt8>) {
        tokens.removeAll(keepingCapacity: true)
        next.removeAll(keepingCapacity: true)
        previous.removeAll(keepingCapacity: true)
        ranks.removeAll(keepingCapacity: true)
        for byte in word {
            let place = Int32(tokens.count)
            tokens.append(vocabulary.byteTokens[Int(byte)])
            previous.append(place - 1)
            next.append(place + 1)
            ranks.append(PairTable.noRank)
        }
        tokens[tokens.count - 1] = vocabulary.lastByteTokens[Int(word[word.count - 1])]
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
            tokens[place] = vocabulary.merges.merged(rank: rank)
            ranks[second] = PairTable.noRank
            next[place] = next[second]
            if next[place] >= 0 { previous[Int(next[place])] = entry.place }
            updateRank(at: place)
            if previous[place] >= 0 { updateRank(at: Int(previous[place])) }
            if !waitsForRank { return }
        }
    }

    /// Looks up the pair that begins at a place, and queues it.
    private mutating func updateRank(at place: Int) {
        let second = next[place]
        ranks[place] =
            second < 0 ? PairTable.noRank : vocabulary.merges.rank(tokens[place], tokens[Int(second)])
        if ranks[place] != PairTable.noRank {
            created.append(MergeQueue.Entry(rank: ranks[place], place: Int32(place)))
        }
    }
}
