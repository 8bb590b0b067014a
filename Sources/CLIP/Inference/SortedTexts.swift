/// Texts in an order in which neighbours begin alike, each once, cut into batches.
///
/// In lexicographic order a text has the longest beginning that it shares with any earlier one in common with the
/// text before it.
package struct SortedTexts: Sendable {
    /// Token ids as far as the tower needs them.
    package let texts: [[Int32]]
    /// Which of the texts each input is.
    package let places: [Int]
    /// The rows that each text adds behind the one before it, and the rows that it has alone.
    private let rows: [(added: Int, alone: Int)]

    /// - Parameters:
    ///   - inputs: ids with start and end, none empty.
    ///   - sizes: of the tower.
    package init(_ inputs: [[Int32]], for sizes: ModelConfiguration.Text) {
        let needed = inputs.map { sizes.needed(of: $0) }
        let order = needed.indices.sorted { needed[$0].lexicographicallyPrecedes(needed[$1]) }
        var texts: [[Int32]] = []
        var rows: [(added: Int, alone: Int)] = []
        var places = [Int](repeating: 0, count: inputs.count)
        for index in order {
            let text = needed[index]
            if texts.last != text {
                let length = sizes.readsAll ? sizes.contextLength : text.count
                let shared = sizes.isCausal ? commonPrefix(text, texts.last ?? []) : 0
                texts.append(text)
                rows.append((length - shared, length))
            }
            places[index] = texts.count - 1
        }
        self.texts = texts
        self.places = places
        self.rows = rows
    }

    /// Ranges of texts of about the same number of rows: what a batch's first text shares with the batch before is
    /// computed again, so there are as few as the limit allows.
    /// - Parameters:
    ///   - limit: the most rows of a batch, unless a single text has more.
    ///   - threads: that take batches; where there are more batches than one, there are as many for each.
    package func batches(rows limit: Int, threads: Int) -> [Range<Int>] {
        let total = rows.reduce(0) { $0 + $1.added }
        let needed = (total + limit - 1) / limit
        let even = total / max(1, needed > 1 ? (needed + threads - 1) / threads * threads : needed)
        var batches: [Range<Int>] = []
        var (start, filled) = (0, 0)
        for (index, text) in rows.enumerated() {
            if index > start, filled >= even || filled + text.added > limit {
                batches.append(start..<index)
                (start, filled) = (index, 0)
            }
            filled += index == start ? text.alone : text.added
        }
        if start < rows.count { batches.append(start..<rows.count) }
        return batches
    }
}

/// How many elements two texts begin with in common.
func commonPrefix(_ one: some Sequence<Int32>, _ other: some Sequence<Int32>) -> Int {
    zip(one, other).prefix { $0 == $1 }.count
}

extension ModelConfiguration.Text {
    /// The token whose row becomes the embedding.
    func end(of ids: [Int32]) -> Int {
        switch pooling {
        case .first(let token): ids.firstIndex(of: token) ?? 0
        case .highestToken: ids.firstIndex(of: ids.max() ?? 0) ?? 0
        case .start: 0
        case .last: contextLength - 1
        }
    }

    /// Whether padding is seen, as without a causal mask, or read, as where the last token is the end.
    var readsAll: Bool { !isCausal || pooling == .last }

    /// A text without what stands behind its end, unless that is seen or read.
    func needed(of ids: [Int32]) -> [Int32] { readsAll ? ids : Array(ids[...end(of: ids)]) }
}
