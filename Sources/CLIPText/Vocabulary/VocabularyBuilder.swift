/// Puts a vocabulary together from symbols with ids, and merges that refer to them.
struct VocabularyBuilder {
    private(set) var symbols: SymbolTable
    private(set) var ids: [Int32]
    private var merges: PairTable
    /// Ids of bytes, by byte: inside a word, and at its end.
    private let byteTokens: [Int32]
    private let lastByteTokens: [Int32]
    /// Whether each id is a byte's or made by a merge.
    private var isMade: [Bool]
    /// Vocabularies mostly list what the merges make in the merges' order.
    private var guess = 512

    /// - Parameters:
    ///   - file: the name of the file with the symbols, for messages.
    ///   - capacity: the largest number of merges to come.
    init(_ vocabulary: VocabularyFile, file: String, capacity: Int) throws(TokenizerError) {
        symbols = vocabulary.symbols
        ids = vocabulary.ids
        merges = PairTable(capacity: capacity)
        byteTokens = try Self.byteTokens(ending: [], vocabulary, file)
        lastByteTokens = try Self.byteTokens(ending: ByteAlphabet.wordEnd, vocabulary, file)
        isMade = [Bool](repeating: false, count: ids.count)
        for id in byteTokens + lastByteTokens { isMade[Int(id)] = true }
    }

    private static func byteTokens(
        ending: [UInt8], _ vocabulary: VocabularyFile, _ file: String
    ) throws(TokenizerError) -> [Int32] {
        var tokens: [Int32] = []
        for (byte, spelling) in ByteAlphabet.spellings.enumerated() {
            let symbol = spelling + ending
            guard let index = symbol.withUnsafeBytes({ vocabulary.symbols.find(.init($0)) }) else {
                throw TokenizerError(
                    .missingSymbol, in: file,
                    "no symbol \"\(String(decoding: symbol, as: UTF8.self))\" for byte \(byte); without it "
                        + "some texts have no tokens")
            }
            tokens.append(vocabulary.ids[index])
        }
        return tokens
    }

    /// The id of a symbol, or nil.
    func id(of symbol: String) -> Int32? {
        Array(symbol.utf8).withUnsafeBytes { symbols.find(.init($0)) }.map { ids[$0] }
    }

    /// Adds the next merge.
    mutating func add(_ merge: Merge) throws(TokenizerError) {
        guard let merged = symbols.find(.init(merge.left, merge.right), guess: guess) else {
            throw merge.unknown(Array(merge.left) + Array(merge.right))
        }
        try merge.add(making: ids[merged], of: symbols, ids, to: &merges)
        isMade[Int(ids[merged])] = true
        guess = merged + 1
    }

    /// Adds tokens that are no symbols of the merges.
    /// - Parameter file: the name of the file with the tokens, for messages.
    mutating func add(_ tokens: [AddedToken], file: String) throws(TokenizerError) {
        for token in tokens where !add(token) {
            throw TokenizerError(
                .duplicateID, in: file,
                "added tokens: \"\(token.name)\" has the id \(token.id), which the vocabulary gives to another, "
                    + "or which leaves a gap")
        }
    }

    /// - Returns: false if the name has another id, or the id is neither the name's nor the next.
    private mutating func add(_ token: AddedToken) -> Bool {
        if let id = id(of: token.name) {
            guard id == token.id else { return false }
        } else {
            guard Int(token.id) == ids.count,
                Array(token.name.utf8).withUnsafeBytes({ symbols.insert(.init($0)) })
            else { return false }
            ids.append(token.id)
            isMade.append(true)
        }
        isMade[Int(token.id)] = true
        return true
    }

    /// The vocabulary, if every symbol of it can come about.
    /// - Parameter file: the name of the file with the merges, for messages.
    func build(
        _ specialTokens: SpecialTokens, _ addedTokens: [AddedToken]? = nil, file: String
    ) throws(TokenizerError) -> Vocabulary {
        for (index, id) in ids.enumerated() where !isMade[Int(id)] {
            let spelling = symbols.spelling(at: index)
            if !Self.looksAdded(spelling) { throw Self.unreachable(spelling, id, file) }
        }
        return Vocabulary(
            symbols: symbols, ids: ids, merges: merges, specialTokens: specialTokens,
            addedTokens: addedTokens,
            byteTokens: byteTokens, lastByteTokens: lastByteTokens)
    }

    /// Tokens that were added by name, such as `<|endoftext|>`, come from no merge.
    private static func looksAdded(_ spelling: ArraySlice<UInt8>) -> Bool {
        spelling.count > 2 && spelling.first == UInt8(ascii: "<") && spelling.last == UInt8(ascii: ">")
    }

    private static func unreachable(
        _ spelling: ArraySlice<UInt8>, _ id: Int32, _ file: String
    ) -> TokenizerError {
        TokenizerError(
            .incompleteMerges, in: file,
            "no merge makes \"\(String(decoding: spelling, as: UTF8.self))\" (id \(id)). The merges are cut, or "
                + "belong to another model than the vocabulary")
    }
}
