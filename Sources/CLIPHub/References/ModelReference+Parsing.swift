extension ModelReference {
    /// Reads a reference.
    ///
    /// - Parameters:
    ///   - text: what a person wrote.
    ///   - otherNames: names that mean something to the caller, for the suggestion after a slip of the pen.
    /// - Throws: what the text may be instead, or the names that are most like it.
    public init(_ text: String, otherNames: [String] = []) throws(HubError) {
        self = try Self.parse(text, otherNames) { SystemFiles.kind($0) != nil }
    }

    private static let pathBeginnings = ["/", "./", "../", "~/"]
    private static let hubSchemes = ["hf-hub:", "hf_clip:"]

    static func parse(
        _ text: String, _ otherNames: [String], exists: (String) -> Bool
    ) throws(HubError) -> ModelReference {
        guard !text.isEmpty, !text.utf8.contains(0) else {
            throw HubError(.badName, "name a model: the name is empty")
        }
        if text.hasPrefix("local-dir:") {
            return ModelReference(text, .path(expanded(String(text.dropFirst("local-dir:".count)))))
        }
        if [".", "..", "~"].contains(text) || pathBeginnings.contains(where: text.hasPrefix) || exists(text) {
            return ModelReference(text, .path(expanded(text)))
        }
        if let page = try page(text) { return page }
        if let scheme = hubSchemes.first(where: text.hasPrefix) {
            return try repository(String(text.dropFirst(scheme.count)), of: text)
        }
        let name = text.hasPrefix("open_clip:") ? String(text.dropFirst("open_clip:".count)) : text
        // A paper's name may have an @ of its own.
        if let card = checkpoint(name) { return try reference(text, card, HubModel.defaultRevision) }
        let (base, revision) = try split(name)
        if let revision, let card = checkpoint(base) { return try reference(text, card, revision) }
        if let refused = ModelCard.refusal(of: base) {
            throw HubError(
                .unsupported,
                "\(text)\(base == refused.pair ? "" : ": \(refused.pair)") is not loaded: \(refused.reason); "
                    + Self.listHint)
        }
        let isTagless = tags(of: base).isEmpty == false
        let isUnknownPair = base.firstIndex(of: "/").map { !tags(of: String(base[..<$0])).isEmpty } ?? false
        guard base.contains("/"), !isTagless, !isUnknownPair, !isNearlyPaperName(base), name == text else {
            throw HubError(.badName, unknown(text, base, otherNames))
        }
        return try repository(name, of: text)
    }

    /// The place for a person who has no home is the path as it stands.
    private static func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = SystemFiles.environment("HOME") else {
            return path
        }
        return home + path.dropFirst()
    }

    private static func checkpoint(_ name: String) -> ModelCard? {
        ModelCard.named(name) ?? ModelCard.pair(name)
            ?? ModelCard.all.first { !$0.isTwin && $0.paperName?.lowercased() == name.lowercased() }
    }

    private static func reference(
        _ text: String, _ card: ModelCard, _ revision: String
    ) throws(HubError) -> ModelReference {
        guard let model = HubID(card.hubID).flatMap({ HubModel($0, revision: revision) }) else {
            throw HubError(.badName, "\(text): \(revision) cannot be a revision")
        }
        return ModelReference(text, .hub(model), card)
    }

    private static func repository(_ name: String, of text: String) throws(HubError) -> ModelReference {
        let (base, revision) = try split(name)
        guard let id = HubID(base), let model = HubModel(id, revision: revision ?? HubModel.defaultRevision)
        else {
            throw HubError(
                .badName,
                "\(text): neither a path that exists nor a repository's name: those are ORG/NAME of letters, digits, "
                    + "-, _ and ., with @REVISION behind if need be\(suggestion(base, []))")
        }
        return ModelReference(text, .hub(model), ModelCard.hub(base))
    }

    private static func split(_ name: String) throws(HubError) -> (base: String, revision: String?) {
        guard let at = name.lastIndex(of: "@") else { return (name, nil) }
        let revision = String(name[name.index(after: at)...])
        guard !revision.isEmpty else {
            throw HubError(.badName, "\(name): name a branch, a tag or a commit behind the @")
        }
        return (String(name[..<at]), revision)
    }

    /// A slip of the pen in a paper's name looks like a repository's: nobody is asked for `ViT-B/33`.
    private static func isNearlyPaperName(_ name: String) -> Bool {
        ModelCard.all.compactMap(\.paperName).contains {
            EditDistance.between(name.lowercased(), $0.lowercased()) <= 2
        }
    }

    // MARK: What else it may be

    private static let listHint = "swift-clip models list --all shows the names there are"

    private static func tags(of architecture: String) -> [String] {
        ModelCard.all.filter { $0.architecture == architecture }.map(\.tag)
    }

    private static func unknown(_ text: String, _ base: String, _ otherNames: [String]) -> String {
        let tags = tags(of: base)
        if !tags.isEmpty {
            return
                "\(text): an architecture of several checkpoints; name one of them, for example "
                + tags.prefix(6).map { "\(base)/\($0)" }.joined(separator: ", ")
                + (tags.count > 6 ? ", …" : "")
        }
        return
            "\(text): neither a path that exists nor a model's name\(suggestion(base, otherNames)); \(listHint), and "
            + "hf-hub:ORG/NAME takes any repository"
    }

    /// " (did you mean …?)", or nothing.
    static func suggestion(_ name: String, _ otherNames: [String]) -> String {
        let near = otherNames.filter { EditDistance.between(name.lowercased(), $0.lowercased()) <= 2 }
        let names = near + ModelCard.nearestNames(to: name)
        return names.isEmpty ? "" : " (did you mean \(names.prefix(3).joined(separator: " or "))?)"
    }
}
