extension Vocabulary {
    /// OpenAI's construction from the merges alone: 256 byte symbols, the same at the end of a word, what
    /// each merge makes, start, end.
    static func fromMerges(_ merges: MergesFile) throws(TokenizerError) -> Vocabulary {
        var file = merges
        var symbols = SymbolTable(capacity: 512 + file.capacity + 2)
        for ending in [[], ByteAlphabet.wordEnd] {
            for byte in ByteAlphabet.order {
                let spelling = ByteAlphabet.spellings[Int(byte)] + ending
                _ = spelling.withUnsafeBytes { symbols.insert(.init($0)) }
            }
        }
        // Ids are the symbols' numbers.
        var ids = Array(0..<512 as Range<Int32>)
        ids.reserveCapacity(512 + file.capacity + 2)
        var table = PairTable(capacity: file.capacity)
        while let merge = try file.next() {
            let merged = Int32(symbols.count)
            try merge.add(making: merged, of: symbols, ids, to: &table)
            ids.append(merged)
            guard symbols.insert(.init(merge.left, merge.right)) else {
                throw TokenizerError(
                    .duplicateSymbol, in: file.file, at: merge.place,
                    "another merge makes the same symbol, so it would have two ids")
            }
        }
        let names = SpecialTokens.openCLIPNames
        let start = Int32(symbols.count)
        for name in [names.start, names.end] {
            guard Array(name.utf8).withUnsafeBytes({ symbols.insert(.init($0)) }) else {
                throw TokenizerError(
                    .duplicateSymbol, in: file.file, "a merge makes the special token \(name)")
            }
        }
        var byteTokens = [Int32](repeating: 0, count: 256)
        for (id, byte) in ByteAlphabet.order.enumerated() { byteTokens[Int(byte)] = Int32(id) }
        return Vocabulary(
            symbols: symbols, ids: Array(0..<Int32(symbols.count)), merges: table,
            specialTokens: SpecialTokens(start: start, end: start + 1),
            byteTokens: byteTokens, lastByteTokens: byteTokens.map { $0 + 256 })
    }
}
