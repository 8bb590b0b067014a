extension Vocabulary {
    /// OpenAI's construction from the merges alone: 256 byte symbols, the same at the end of a word, what
    /// each merge makes, start, end.
    convenience init(openAIMerges bytes: UnsafeRawBufferPointer) throws(TokenizerError) {
        var file = try MergesFile(bytes)
        var symbols = SymbolTable(capacity: 512 + file.capacity + 2)
        for ending in [[], ByteAlphabet.wordEnd] {
            for byte in ByteAlphabet.order {
                let spelling = ByteAlphabet.spellings[Int(byte)] + ending
                _ = spelling.withUnsafeBytes { symbols.insert(.init($0)) }
            }
        }
        var merges = PairTable(capacity: file.capacity)
        while let line = try file.next() {
            let merged = Int32(symbols.count)
            try file.add(line, making: merged, to: &merges) { symbols.find($0).map { Int32($0) } }
            guard symbols.insert(.init(line.left, line.right)) else {
                throw TokenizerError(
                    .duplicateSymbol, in: MergesFile.name, at: line.place,
                    "another merge makes the same symbol, so it would have two ids")
            }
        }
        let names = SpecialTokens.openCLIPNames
        let start = Int32(symbols.count)
        for name in [names.start, names.end] {
            guard Array(name.utf8).withUnsafeBytes({ symbols.insert(.init($0)) }) else {
                throw TokenizerError(
                    .duplicateSymbol, in: MergesFile.name, "a merge makes the special token \(name)")
            }
        }
        var byteTokens = [Int32](repeating: 0, count: 256)
        for (id, byte) in ByteAlphabet.order.enumerated() { byteTokens[Int(byte)] = Int32(id) }
        self.init(
            symbols: symbols, ids: Array(0..<Int32(symbols.count)), merges: merges,
            specialTokens: SpecialTokens(start: start, end: start + 1, names: names),
            byteTokens: byteTokens, lastByteTokens: byteTokens.map { $0 + 256 })
    }
}
