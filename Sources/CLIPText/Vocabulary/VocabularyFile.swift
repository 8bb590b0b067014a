/// Reads a `vocab.json`: one JSON object whose keys are symbols and whose values are ids. A `tokenizer.json` has
/// the same object inside.
struct VocabularyFile {
    static let name = "vocab.json"

    /// The symbols in the order of the file.
    let symbols: SymbolTable
    /// The id of each: every number from 0 on, once.
    let ids: [Int32]

    init(symbols: SymbolTable, ids: [Int32]) {
        self.symbols = symbols
        self.ids = ids
    }

    /// Reads a whole file.
    init(_ bytes: UnsafeRawBufferPointer) throws(TokenizerError) {
        var reader = try JSONReader(
            bytes, file: Self.name, purpose: "A vocabulary is one JSON object of symbols and ids")
        self = try VocabularyFile(&reader)
        try reader.finish()
    }

    /// Reads the object that comes next.
    init(_ reader: inout JSONReader) throws(TokenizerError) {
        // An entry of OpenAI's vocabulary takes 17 bytes, more where lines are indented.
        let capacity = min((reader.byteCount - reader.offset) / 18, 1 << 16)
        var symbols = SymbolTable(capacity: capacity)
        var ids: [Int32] = []
        ids.reserveCapacity(capacity)
        try reader.expect("{", "to open the object")
        if !reader.takes("}") {
            repeat {
                reader.skipWhiteSpace()
                let start = reader.offset
                try reader.readString()
                guard reader.string.withUnsafeBytes({ symbols.insert(.init($0)) }) else {
                    throw TokenizerError(
                        .duplicateSymbol, in: reader.file, at: .byte(start),
                        "the symbol \"\(String(decoding: reader.string, as: UTF8.self))\" occurs twice")
                }
                try reader.expect(":", "after a symbol")
                ids.append(try reader.readID())
            } while reader.takes(",")
            try reader.expect("}", "or ',' after an id")
        }
        try Self.checkIDs(ids, of: symbols, in: reader.file)
        self.init(symbols: symbols, ids: ids)
    }

    private static func checkIDs(
        _ ids: [Int32], of symbols: SymbolTable, in file: String
    ) throws(TokenizerError) {
        var owners = [Int](repeating: -1, count: ids.count)
        var surplus: (index: Int, id: Int32)?
        for (index, id) in ids.enumerated() {
            guard Int(id) < ids.count else {
                surplus = surplus ?? (index, id)
                continue
            }
            guard owners[Int(id)] < 0 else {
                let first = String(decoding: symbols.spelling(at: owners[Int(id)]), as: UTF8.self)
                let second = String(decoding: symbols.spelling(at: index), as: UTF8.self)
                throw TokenizerError(
                    .duplicateID, in: file, "\"\(first)\" and \"\(second)\" have the same id, \(id)")
            }
            owners[Int(id)] = index
        }
        // With all ids different, one that is too large leaves a smaller one unused.
        if let surplus, let missing = owners.firstIndex(of: -1) {
            let symbol = String(decoding: symbols.spelling(at: surplus.index), as: UTF8.self)
            throw TokenizerError(
                .missingID, in: file,
                "no symbol has the id \(missing), but \"\(symbol)\" has \(surplus.id); "
                    + "\(ids.count) symbols need the ids 0 to \(ids.count - 1)")
        }
    }

    /// Start and end by one of the pairs of names that vocabularies have for them.
    func specialTokens(in file: String) throws(TokenizerError) -> SpecialTokens {
        let candidates = [SpecialTokens.openAINames, SpecialTokens.openCLIPNames]
        for names in candidates {
            if let start = id(of: names.start), let end = id(of: names.end) {
                return SpecialTokens(start: start, end: end)
            }
        }
        throw TokenizerError(
            .missingSpecialToken, in: file,
            "no \(candidates[0].start) and \(candidates[0].end) (or \(candidates[1].start) and "
                + "\(candidates[1].end)): this is not a vocabulary of CLIP's kind")
    }

    private func id(of symbol: String) -> Int32? {
        Array(symbol.utf8).withUnsafeBytes { symbols.find(.init($0)) }.map { ids[$0] }
    }
}
