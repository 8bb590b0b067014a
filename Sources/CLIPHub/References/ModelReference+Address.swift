extension ModelReference {
    private static let hosts = ["huggingface.co", "www.huggingface.co", "hf.co"]
    private static let others = ["datasets", "spaces", "docs", "papers", "collections"]

    /// The repository of a page of the hub's, as a browser's address bar has it: `https://huggingface.co/ORG/NAME`,
    /// also with `/tree/REVISION`. Nil for a text that is no address.
    ///
    /// - Throws: what to type instead of the address of a file, of a folder, or of something else.
    static func page(_ text: String) throws(HubError) -> ModelReference? {
        var rest = Substring(text)
        let scheme = ["https://", "http://"].first { text.lowercased().hasPrefix($0) }
        if let scheme { rest = rest.dropFirst(scheme.count) }
        rest = rest.prefix { $0 != "?" && $0 != "#" }
        let parts = rest.split(separator: "/").map(String.init)
        let host = parts.first?.lowercased() ?? ""
        guard scheme != nil || hosts.contains(host) else { return nil }
        guard hosts.contains(host) else { throw elsewhere(text, parts) }
        guard parts.count >= 3, !others.contains(parts[1]), let id = HubID("\(parts[1])/\(parts[2])") else {
            throw HubError(
                .badName,
                "\(text): this page is no model's; name a model by its repository, ORG/NAME"
            )
        }
        let card = ModelCard.hub(id.description)
        if parts.count == 3, let model = HubModel(id) { return ModelReference(text, .hub(model), card) }
        guard parts.count >= 5, ["tree", "blob", "resolve", "raw"].contains(parts[3]),
            let model = HubModel(id, revision: parts[4])
        else {
            throw HubError(.badName, "\(text): a page of the repository \(id): name the model as \(id)")
        }
        if parts.count == 5, parts[3] == "tree" { return ModelReference(text, .hub(model), card) }
        // A branch may have slashes, so that it cannot be told where its name ends.
        throw HubError(
            .badName,
            "\(text): one file or folder of a repository: name the whole model as \(model), or download the file and "
                + "give its path")
    }

    /// An address of another host; OpenAI's and OpenCLIP's files have their digest in it.
    private static func elsewhere(_ text: String, _ parts: [String]) -> HubError {
        let card = parts.lazy.compactMap { ModelCard.archive(sha256: $0) }.first
        let name = card.map { "; this one is known as \($0.paperName ?? $0.pair)" } ?? ""
        return HubError(
            .badName,
            "\(text): addresses are not downloaded from: download the file and give its path, or name a repository of "
                + "the hub, ORG/NAME\(name)")
    }
}
