extension Vocabulary {
    /// The vocabulary of a model folder in Hugging Face's form.
    convenience init(
        json: UnsafeRawBufferPointer, merges: UnsafeRawBufferPointer
    ) throws(TokenizerError) {
        let (symbols, ids) = try VocabularyFile.read(json)
        func id(of spelling: [UInt8]) -> Int32? {
            spelling.withUnsafeBytes { symbols.find(.init($0)) }.map { ids[$0] }
        }
        let specialTokens = try Self.specialTokens(id: id)
        let byteTokens = try Self.byteTokens(ending: [], id: id)
        let lastByteTokens = try Self.byteTokens(ending: ByteAlphabet.wordEnd, id: id)

        var isMade = [Bool](repeating: false, count: ids.count)
        for id in byteTokens + lastByteTokens { isMade[Int(id)] = true }
        var file = try MergesFile(merges)
        var table = PairTable(capacity: file.capacity)
        // Vocabularies mostly list what the merges make in the merges' order.
        var guess = 512
        while let line = try file.next() {
            guard let merged = symbols.find(.init(line.left, line.right), guess: guess) else {
                throw MergesFile.unknown(Array(line.left) + Array(line.right), in: line)
            }
            try file.add(line, making: ids[merged], to: &table) { symbols.find($0).map { ids[$0] } }
            isMade[Int(ids[merged])] = true
            guess = merged + 1
        }
        for (index, id) in ids.enumerated() where !isMade[Int(id)] {
            let spelling = symbols.spelling(at: index)
            if !Self.looksAdded(spelling) { throw Self.unreachable(spelling, id) }
        }
        self.init(
            symbols: symbols, ids: ids, merges: table, specialTokens: specialTokens,
            byteTokens: byteTokens, lastByteTokens: lastByteTokens)
    }

    private static func specialTokens(
        id: ([UInt8]) -> Int32?
    ) throws(TokenizerError) -> SpecialTokens {
        for names in [SpecialTokens.huggingFaceNames, SpecialTokens.openCLIPNames] {
            if let start = id(Array(names.start.utf8)), let end = id(Array(names.end.utf8)) {
                return SpecialTokens(start: start, end: end, names: names)
            }
        }
        throw TokenizerError(
            .missingSpecialToken, in: VocabularyFile.name,
            "no \(SpecialTokens.huggingFaceNames.start) and \(SpecialTokens.huggingFaceNames.end) "
                + "(or \(SpecialTokens.openCLIPNames.start) and \(SpecialTokens.openCLIPNames.end)): "
                + "this is not a vocabulary of CLIP's kind")
    }

    private static func byteTokens(
        ending: [UInt8], id: ([UInt8]) -> Int32?
    ) throws(TokenizerError) -> [Int32] {
        var tokens: [Int32] = []
        for (byte, spelling) in ByteAlphabet.spellings.enumerated() {
            guard let token = id(spelling + ending) else {
                let symbol = String(decoding: spelling + ending, as: UTF8.self)
                throw TokenizerError(
                    .missingSymbol, in: VocabularyFile.name,
                    "no symbol \"\(symbol)\" for byte \(byte); without it some texts have no tokens")
            }
            tokens.append(token)
        }
        return tokens
    }

    /// Tokens that were added by name, such as `<|endoftext|>`, come from no merge.
    private static func looksAdded(_ spelling: ArraySlice<UInt8>) -> Bool {
        spelling.count > 2 && spelling.first == UInt8(ascii: "<") && spelling.last == UInt8(ascii: ">")
    }

    private static func unreachable(_ spelling: ArraySlice<UInt8>, _ id: Int32) -> TokenizerError {
        TokenizerError(
            .incompleteMerges, in: MergesFile.name,
            "no merge makes \"\(String(decoding: spelling, as: UTF8.self))\" (id \(id)). The file is cut, or "
                + "belongs to another model than \(VocabularyFile.name)")
    }
}
