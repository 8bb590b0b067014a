extension MergesFile {
    /// Adds a line's merge to a table of those before it.
    func add(
        _ line: Line, making merged: Int32, to table: inout PairTable,
        id: (SymbolTable.Spelling) -> Int32?
    ) throws(TokenizerError) {
        guard let left = id(.init(line.left)) else { throw Self.unknown(line.left, in: line) }
        guard let right = id(.init(line.right)) else { throw Self.unknown(line.right, in: line) }
        guard table.count < PairTable.largestMergeCount, merged < PairTable.largestVocabulary else {
            throw TokenizerError(
                .tooLarge, in: Self.name, at: line.place,
                "more than \(PairTable.largestMergeCount) merges or \(PairTable.largestVocabulary) symbols")
        }
        guard table.insert(left, right, merged: merged) else {
            throw TokenizerError(
                .duplicateMerge, in: Self.name, at: line.place, "the same merge stands further up")
        }
    }

    /// The error for a symbol that a merge names or makes and the vocabulary lacks.
    static func unknown(_ spelling: some Collection<UInt8>, in line: Line) -> TokenizerError {
        TokenizerError(
            .unknownSymbol, in: name, at: line.place,
            "the vocabulary has no symbol \"\(String(decoding: spelling, as: UTF8.self))\". Either file is "
                + "damaged, or they belong to different models")
    }
}
