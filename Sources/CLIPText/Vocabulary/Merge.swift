/// One merge, as a file writes it.
struct Merge {
    let left: UnsafeRawBufferPointer
    let right: UnsafeRawBufferPointer
    let file: String
    let place: TokenizerError.Place

    /// Adds the merge to a table of those before it.
    /// - Parameter ids: the id of each symbol, by its number in the table of symbols.
    func add(
        making merged: Int32, of symbols: borrowing SymbolTable, _ ids: borrowing [Int32],
        to table: inout PairTable
    ) throws(TokenizerError) {
        guard let leftIndex = symbols.find(.init(left)) else { throw unknown(left) }
        guard let rightIndex = symbols.find(.init(right)) else { throw unknown(right) }
        let (leftID, rightID) = (ids[leftIndex], ids[rightIndex])
        guard table.count < PairTable.largestMergeCount, merged < PairTable.largestVocabulary else {
            throw TokenizerError(
                .tooLarge, in: file, at: place,
                "more than \(PairTable.largestMergeCount) merges or \(PairTable.largestVocabulary) symbols")
        }
        guard table.insert(leftID, rightID, merged: merged) else {
            throw TokenizerError(.duplicateMerge, in: file, at: place, "the same merge stands further up")
        }
    }

    /// The error for a symbol that a merge names or makes and the vocabulary lacks.
    func unknown(_ spelling: some Collection<UInt8>) -> TokenizerError {
        TokenizerError(
            .unknownSymbol, in: file, at: place,
            "the vocabulary has no symbol \"\(String(decoding: spelling, as: UTF8.self))\". Either file is "
                + "damaged, or they belong to different models")
    }
}
