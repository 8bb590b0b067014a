extension ModelCard {
    /// The cards of all checkpoints that can be loaded: 96 of open_clip's 196 pretrained entries, in its order by
    /// architecture.
    public static let all: [ModelCard] = table.flatMap { $0 }

    /// OpenAI's checkpoint by its name in the paper and in the `clip` package: `RN50`, `ViT-L/14@336px`.
    public static func named(_ paperName: String) -> ModelCard? {
        all.first { $0.paperName == paperName && !$0.isTwin }
    }

    /// A checkpoint by OpenCLIP's pair, in any spelling: `ViT-B-32/laion2b_s34b_b79k`, `ViT-B-32::openai`.
    public static func pair(_ name: String) -> ModelCard? {
        guard let pair = CheckpointPair(name) else { return nil }
        return all.first { pair.means($0.architecture, $0.tag) }
    }

    /// A checkpoint by its repository on the hub, in OpenCLIP's layout or in transformers'. Like the hub's own, the
    /// comparison ignores case. Of a checkpoint with two names the shorter one is found.
    public static func hub(_ id: String) -> ModelCard? {
        let id = id.lowercased()
        return all.first { card in
            !card.isTwin && (card.hubID.lowercased() == id || card.transformersHubID?.lowercased() == id)
        }
    }

    /// A checkpoint by any of its names: the paper's, OpenCLIP's pair, a hub id.
    public static func find(_ name: String) -> ModelCard? {
        named(name) ?? pair(name) ?? hub(name)
    }

    /// A checkpoint by the digest of the file that its authors published outside the hub.
    /// - Parameter sha256: 64 lower-case hexadecimal digits.
    public static func archive(sha256: String) -> ModelCard? {
        all.first { card in
            guard !card.isTwin, let known = card.archive?.sha256Prefix, !known.isEmpty else { return false }
            return sha256.hasPrefix(known)
        }
    }

    /// Whether this is the second name, with `-quickgelu`, of a checkpoint.
    public var isTwin: Bool { architecture.hasSuffix("-quickgelu") }
}
