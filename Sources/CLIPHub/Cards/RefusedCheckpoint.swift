/// A checkpoint that open_clip lists and this software does not load.
public struct RefusedCheckpoint: Sendable, Hashable {
    /// OpenCLIP's name of the architecture: `ViT-B-16-SigLIP`.
    public let architecture: String
    /// OpenCLIP's name of the training: `webli`.
    public let tag: String
    /// The repository on the hub.
    public let hubID: String
    /// What this software lacks for it.
    public let reason: String

    /// OpenCLIP's pair: `ViT-B-16-SigLIP/webli`.
    public var pair: String { "\(architecture)/\(tag)" }

    init(_ architecture: String, _ tag: String, _ hubID: String, _ reason: String) {
        self.architecture = architecture
        self.tag = tag
        self.hubID = hubID
        self.reason = reason
    }
}

extension ModelCard {
    /// The 100 of open_clip's 196 pretrained entries whose towers are not a vision transformer or ResNet with CLIP's
    /// text transformer and tokenizer.
    public static var refused: [RefusedCheckpoint] { refusedTable }

    /// The refused checkpoint of this pair or hub id; nil for all other names.
    public static func refusal(of name: String) -> RefusedCheckpoint? {
        if let pair = CheckpointPair(name) {
            let found = refused.first { pair.means($0.architecture, $0.tag) }
            if let found { return found }
        }
        return refused.first { $0.hubID.lowercased() == name.lowercased() }
    }
}
