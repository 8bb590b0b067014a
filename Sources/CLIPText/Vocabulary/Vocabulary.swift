/// Everything that encoding and decoding look up, by id.
final class Vocabulary: Sendable {
    let startToken: Int32
    let endToken: Int32
    /// Ids of the single bytes, by byte: inside a word, and at its end.
    let byteTokens: [Int32]
    let lastByteTokens: [Int32]
    let merges: PairTable
    let specialTokens: SpecialTokens
    /// Tokens that Hugging Face's rules look for by their names.
    let addedTokens: [AddedToken]

    private let spellings: SymbolTable
    /// Number in `spellings` of each id.
    private let order: [UInt32]

    var count: Int { order.count }

    /// Puts together what files or the construction give.
    /// - Parameters:
    ///   - ids: the id of each symbol, by its number in the table: every id from 0 on, once.
    ///   - addedTokens: nil for start and end by OpenAI's names, as typed, which is what transformers adds.
    init(
        symbols: SymbolTable, ids: [Int32], merges: PairTable, specialTokens: SpecialTokens,
        addedTokens: [AddedToken]? = nil, byteTokens: [Int32], lastByteTokens: [Int32]
    ) {
        var merges = merges
        merges.finish(count: ids.count)
        self.merges = merges
        self.specialTokens = specialTokens
        self.addedTokens = addedTokens ?? specialTokens.asAddedTokens
        self.byteTokens = byteTokens
        self.lastByteTokens = lastByteTokens
        startToken = specialTokens.start
        endToken = specialTokens.end
        spellings = symbols
        var order = [UInt32](repeating: 0, count: ids.count)
        for (index, id) in ids.enumerated() { order[Int(id)] = UInt32(index) }
        self.order = order
    }

    /// The UTF-8 of how the vocabulary writes a token, or nil for an unknown id.
    func spelling(of id: Int32) -> ArraySlice<UInt8>? {
        guard id >= 0, Int(id) < order.count else { return nil }
        return spellings.spelling(at: Int(order[Int(id)]))
    }
}
