/// What Hugging Face's `tokenizer_config.json` and `special_tokens_map.json` say about a tokenizer: which names
/// stand for tokens when they are typed. Read by ``Tokenizer/Rules/huggingFace`` alone.
///
/// It matters more than it seems: where such a file names "!" for padding, each "!" of a text is that token.
public struct TokenizerSettings: Sendable {
    /// No such files.
    public static let none = TokenizerSettings()

    /// A token by its name, with how it is looked for.
    private struct Named: Hashable {
        let name: String
        var isNormalised = false
        var takesSpaceBefore = false
        var takesSpaceBehind = false
        /// Whether the name gets an id of its own where the vocabulary has none for it.
        var isExplicit = true

        func token(_ id: Int32) -> AddedToken {
            AddedToken(
                id: id, name: name, isNormalised: isNormalised, takesSpaceBefore: takesSpaceBefore,
                takesSpaceBehind: takesSpaceBehind)
        }
    }

    /// Tokens by id, which hold whatever else is said of them.
    private var numbered: [AddedToken] = []
    /// Tokens by their part, in the order in which transformers adds them.
    private var named: [Named] = Self.roles.compactMap { role in
        role.usual.map { Named(name: $0, isExplicit: false) }
    }

    /// The parts that tokens play, and the names that CLIP's tokenizer has for them without being told.
    private static let roles: [(key: String, usual: String?)] = [
        ("bos_token", SpecialTokens.openAINames.start), ("eos_token", SpecialTokens.openAINames.end),
        ("unk_token", SpecialTokens.openAINames.end), ("sep_token", nil),
        ("pad_token", SpecialTokens.openAINames.end), ("cls_token", nil), ("mask_token", nil),
    ]

    private init() {}

    /// Reads the files; either may be missing. What `special_tokens_map.json` says goes before the other's.
    ///
    /// - Throws: `TokenizerError` naming file and place for what is no JSON, and for tokens that are looked for
    ///   in a way that no CLIP model's are.
    public init(
        config: UnsafeRawBufferPointer?, specialTokensMap map: UnsafeRawBufferPointer?
    ) throws(TokenizerError) {
        let config = try Self.read(config, "tokenizer_config.json")
        let map = try Self.read(map, "special_tokens_map.json")
        for role in ["additional_special_tokens", "extra_special_tokens"] {
            // Words of a text, too, so that they have to be looked at here.
            for node in (map[role] ?? config[role])?.array ?? [] {
                named += try Self.token(node, role).map { [$0] } ?? []
            }
        }
        var roles: [Named] = []
        for role in Self.roles {
            if let node = map[role.key] ?? config[role.key], let token = try Self.token(node, role.key) {
                roles.append(token)
            } else if let usual = role.usual {
                roles.append(Named(name: usual, isExplicit: false))
            }
        }
        named = roles + named.filter(\.isExplicit)
        if case .object(let members)? = config["added_tokens_decoder"] {
            for member in members {
                guard let id = Int32(member.name), (0..<Int32(PairTable.largestVocabulary)).contains(id),
                    let token = try Self.token(member.value, "added_tokens_decoder")
                else {
                    throw TokenizerError(
                        .unsupported, in: "tokenizer_config.json",
                        "added_tokens_decoder: \"\(member.name)\" is no id of a token with content")
                }
                numbered.append(token.token(id))
            }
        }
    }

    private static func read(
        _ bytes: UnsafeRawBufferPointer?, _ file: String
    ) throws(TokenizerError) -> JSONNode {
        guard let bytes else { return .null }
        var reader = try JSONReader(bytes, file: file, purpose: "The file is one JSON object of settings")
        let node = try reader.readValue()
        try reader.finish()
        guard case .object = node else { throw reader.malformed("not an object") }
        return node
    }

    /// A token given as its name, or as an object with how it is looked for; nil for what is neither.
    private static func token(_ node: JSONNode, _ role: String) throws(TokenizerError) -> Named? {
        if let name = node.string { return name.isEmpty ? nil : Named(name: name) }
        guard let name = node["content"]?.string, !name.isEmpty else { return nil }
        if node["single_word"]?.bool == true {
            throw TokenizerError(
                .unsupported, in: "tokenizer_config.json",
                "\(role): \"\(name)\" is looked for as a whole word only (single_word), which no CLIP model's "
                    + "tokens are")
        }
        return Named(
            name: name, isNormalised: node["normalized"]?.bool ?? !(node["special"]?.bool ?? false),
            takesSpaceBefore: node["lstrip"]?.bool ?? false, takesSpaceBehind: node["rstrip"]?.bool ?? false)
    }

    /// The tokens that are looked for, as transformers puts them together.
    /// - Parameters:
    ///   - base: those of a `tokenizer.json`.
    ///   - count: the vocabulary's size; new names get ids from there on.
    ///   - id: the id of a name, or nil.
    func tokens(
        _ base: [AddedToken], count: Int, id: (String) -> Int32?
    ) -> [AddedToken] {
        var tokens = base.filter { token in !numbered.contains { $0.id == token.id } } + numbered
        let fixed = Set(tokens.map(\.name))
        var seen: Set<Named> = []
        var latest: [Named] = []
        for var token in named where !fixed.contains(token.name) {
            let isExplicit = token.isExplicit
            token.isExplicit = true
            // Said again in the same words it changes nothing; in others it replaces what was said first.
            guard seen.insert(token).inserted else { continue }
            token.isExplicit = isExplicit || id(token.name) != nil
            latest.removeAll { $0.name == token.name }
            if token.isExplicit { latest.append(token) }
        }
        var next = Int32(max(count, (tokens.map { Int($0.id) + 1 }.max() ?? 0)))
        for token in latest {
            let known = id(token.name)
            tokens.append(token.token(known ?? next))
            if known == nil { next += 1 }
        }
        return tokens.sorted { $0.id < $1.id }
    }
}
