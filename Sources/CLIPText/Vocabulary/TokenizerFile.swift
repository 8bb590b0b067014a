/// Reads a `tokenizer.json` of Hugging Face's tokenizers: vocabulary, merges, added tokens, and a pipeline that
/// must be CLIP's.
struct TokenizerFile {
    static let name = "tokenizer.json"

    private var reader: JSONReader
    private var addedTokens: [AddedToken] = []
    private var startAndEnd: (start: Int32, end: Int32)?
    private var builder: VocabularyBuilder?
    /// Members that the pipeline needs and the file had.
    private var seen: Set<String> = []

    static func read(
        _ bytes: UnsafeRawBufferPointer, _ settings: TokenizerSettings
    ) throws(TokenizerError) -> Vocabulary {
        var file = TokenizerFile(
            reader: try JSONReader(
                bytes, file: name, purpose: "A tokenizer is one JSON object of Hugging Face's tokenizers"))
        return try file.read(settings)
    }

    private init(reader: JSONReader) {
        self.reader = reader
    }

    private mutating func read(_ settings: TokenizerSettings) throws(TokenizerError) -> Vocabulary {
        try reader.expect("{", "to open the object")
        if !reader.takes("}") {
            repeat {
                try reader.readString()
                let name = String(decoding: reader.string, as: UTF8.self)
                try reader.expect(":", "after a name")
                guard seen.insert(name).inserted else { throw reader.malformed("\"\(name)\" occurs twice") }
                try readMember(name)
            } while reader.takes(",")
            try reader.expect("}", "or ',' after a value")
        }
        try reader.finish()
        for name in ["normalizer", "pre_tokenizer"] where !seen.contains(name) {
            throw Self.unsupported("no \(name)")
        }
        guard var builder else { throw Self.unsupported("no model with vocab and merges") }
        let tokens = settings.tokens(addedTokens, count: builder.ids.count) { builder.id(of: $0) }
        try builder.add(tokens, file: Self.name)
        return try builder.build(specialTokens(builder), tokens, file: Self.name)
    }

    private func specialTokens(_ builder: VocabularyBuilder) throws(TokenizerError) -> SpecialTokens {
        if let startAndEnd {
            for id in [startAndEnd.start, startAndEnd.end] where Int(id) >= builder.ids.count {
                throw TokenizerError(
                    .missingSpecialToken, in: Self.name, "post_processor: there is no token \(id)")
            }
            return SpecialTokens(start: startAndEnd.start, end: startAndEnd.end)
        }
        return try VocabularyFile(symbols: builder.symbols, ids: builder.ids).specialTokens(in: Self.name)
    }

    private mutating func readMember(_ name: String) throws(TokenizerError) {
        switch name {
        case "model": try readModel()
        case "added_tokens":
            guard let tokens = try reader.readValue().array else {
                throw Self.unsupported("added_tokens is not a list")
            }
            addedTokens = try tokens.map(Self.addedToken).sorted { $0.id < $1.id }
        case "normalizer": try TokenizerPipeline.checkNormaliser(reader.readValue())
        case "pre_tokenizer": try TokenizerPipeline.checkSplitting(reader.readValue())
        case "post_processor": startAndEnd = try TokenizerPipeline.startAndEnd(reader.readValue())
        case "decoder": try TokenizerPipeline.checkDecoder(reader.readValue())
        // Cutting and filling up are the caller's.
        default: _ = try reader.readValue()
        }
    }

    private static func addedToken(_ node: JSONNode) throws(TokenizerError) -> AddedToken {
        guard let name = node["content"]?.string, let id = node["id"]?.integer, !name.isEmpty,
            (0..<PairTable.largestVocabulary).contains(id)
        else { throw unsupported("added_tokens: a token without content and id") }
        if node["single_word"]?.bool == true {
            throw unsupported("added_tokens: \"\(name)\" is looked for as a whole word only (single_word)")
        }
        return AddedToken(
            id: Int32(id), name: name, isNormalised: node["normalized"]?.bool ?? false,
            takesSpaceBefore: node["lstrip"]?.bool ?? false, takesSpaceBehind: node["rstrip"]?.bool ?? false)
    }

    // MARK: The model

    private mutating func readModel() throws(TokenizerError) {
        var settings: [(name: String, value: JSONNode)] = []
        var vocabulary: VocabularyFile?
        var mergesPlace: Int?
        try reader.expect("{", "to open the model")
        if !reader.takes("}") {
            repeat {
                try reader.readString()
                let name = String(decoding: reader.string, as: UTF8.self)
                try reader.expect(":", "after a name")
                switch name {
                case "vocab":
                    guard reader.peek() == UInt8(ascii: "{") else {
                        throw Self.unsupported("model: vocab is no object of symbols and ids")
                    }
                    vocabulary = try VocabularyFile(&reader)
                case "merges":
                    mergesPlace = reader.offset
                    if let vocabulary {
                        try readMerges(of: vocabulary)
                        mergesPlace = nil
                    } else {
                        _ = try reader.readValue()
                    }
                default: settings.append((name, try reader.readValue()))
                }
            } while reader.takes(",")
            try reader.expect("}", "or ',' after a value")
        }
        try TokenizerPipeline.checkModel(.object(settings))
        if let mergesPlace, let vocabulary {
            // The merges stood before the symbols that they name.
            let end = reader.offset
            reader.goBack(to: mergesPlace)
            try readMerges(of: vocabulary)
            reader.goBack(to: end)
        }
    }

    /// Reads merges as strings "a b", or as pairs of strings.
    private mutating func readMerges(of vocabulary: VocabularyFile) throws(TokenizerError) {
        guard builder == nil else { throw reader.malformed("merges occur twice") }
        var builder = try VocabularyBuilder(
            vocabulary, file: Self.name, capacity: vocabulary.ids.count)
        try reader.expect("[", "to open the merges")
        if !reader.takes("]") {
            // Both symbols of a merge, one behind the other; the storage is used again.
            var symbols: [UInt8] = []
            repeat {
                _ = reader.peek()
                let place = TokenizerError.Place.byte(reader.offset)
                symbols.removeAll(keepingCapacity: true)
                let length: Int
                if reader.takes("[") {
                    try reader.readString()
                    symbols += reader.string
                    length = symbols.count
                    try reader.expect(",", "between the two symbols of a merge")
                    try reader.readString()
                    symbols += reader.string
                    try reader.expect("]", "after the two symbols of a merge")
                } else {
                    try reader.readString()
                    guard let space = reader.string.firstIndex(of: 0x20),
                        space == reader.string.lastIndex(of: 0x20)
                    else { throw Self.malformedMerge(place) }
                    symbols += reader.string
                    symbols.remove(at: space)
                    length = space
                }
                guard 0 < length, length < symbols.count else { throw Self.malformedMerge(place) }
                try Self.add(symbols, length, at: place, to: &builder)
            } while reader.takes(",")
            try reader.expect("]", "or ',' after a merge")
        }
        self.builder = builder
    }

    private static func add(
        _ symbols: [UInt8], _ length: Int, at place: TokenizerError.Place, to builder: inout VocabularyBuilder
    ) throws(TokenizerError) {
        // The closure rethrows untyped errors, so the error is carried out instead.
        let error: TokenizerError? = symbols.withUnsafeBytes { symbols in
            do throws(TokenizerError) {
                try builder.add(
                    Merge(
                        left: .init(rebasing: symbols[..<length]), right: .init(rebasing: symbols[length...]),
                        file: name, place: place))
                return nil
            } catch {
                return error
            }
        }
        if let error { throw error }
    }

    private static func malformedMerge(_ place: TokenizerError.Place) -> TokenizerError {
        TokenizerError(
            .malformedMerge, in: name, at: place,
            "a merge is two symbols, as a pair or in one string with one space between. The file is damaged, "
                + "fetch it again")
    }

    static func unsupported(_ what: String) -> TokenizerError {
        TokenizerError(
            .unsupported, in: name,
            "\(what); this is not a tokenizer of CLIP's kind. Where the model's vocab.json and merges.txt are "
                + "there, leave this file out")
    }
}
