/// A token that is looked for in a text by its name before the text is cut into words.
struct AddedToken: Sendable, Hashable {
    let id: Int32
    let name: String
    /// Whether the name is looked for in the normalised text, and normalised itself.
    let isNormalised: Bool
    /// Whether white space beside the name belongs to it.
    let takesSpaceBefore: Bool
    let takesSpaceBehind: Bool
}

extension SpecialTokens {
    /// What transformers adds where the model's files name no others.
    var asAddedTokens: [AddedToken] {
        [(start, Self.openAINames.start), (end, Self.openAINames.end)].map { id, name in
            AddedToken(
                id: id, name: name, isNormalised: false, takesSpaceBefore: false, takesSpaceBehind: false)
        }
    }
}

/// Added tokens that are looked for together: the leftmost match wins, of several the longest.
struct AddedTokens: Sendable {
    private let tokens: [(token: AddedToken, name: [Unicode.Scalar])]

    /// - Parameter name: what is looked for, made from a token's name.
    init(_ tokens: [AddedToken], name: ([Unicode.Scalar]) -> [Unicode.Scalar]) {
        self.tokens = tokens.map { ($0, name(Array($0.name.unicodeScalars))) }
            .filter { !$0.name.isEmpty }
            .sorted { $0.name.count > $1.name.count }
    }

    /// The first byte of each name.
    var firstBytes: [UInt8] { tokens.compactMap { UTF8.encode($0.name[0])?.first } }

    /// The text between the tokens, and the tokens.
    func split(_ text: [Unicode.Scalar]) -> [TextCleaning.Part] {
        guard !tokens.isEmpty else { return [.text(text)] }
        var parts: [TextCleaning.Part] = []
        var done = 0
        var index = 0
        while index < text.count {
            guard let match = tokens.first(where: { text[index...].starts(with: $0.name) }) else {
                index += 1
                continue
            }
            var start = index
            index += match.name.count
            var end = index
            if match.token.takesSpaceBefore {
                while start > done, Self.isSpace(text[start - 1]) { start -= 1 }
            }
            if match.token.takesSpaceBehind {
                while end < text.count, Self.isSpace(text[end]) { end += 1 }
            }
            if done < start { parts.append(.text(Array(text[done..<start]))) }
            parts.append(.special(match.token.id))
            // A token that is white space itself counts, too, where the one before took it: as the reference has it.
            done = end
        }
        if done < text.count { parts.append(.text(Array(text[done...]))) }
        return parts
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        ScalarTraits(scalar).onigurumaKind == .separator
    }
}
