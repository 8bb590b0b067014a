/// A model as people name it: a path, a hub's id, or a checkpoint's name.
///
/// | text | means |
/// | --- | --- |
/// | `models/mine`, `/data/model.pt` | a folder or file that exists; it wins over every other reading |
/// | `./x`, `../x`, `~/x`, `/x`, `local-dir:x` | a path, whether it exists or not |
/// | `ViT-B/32`, `RN50`, `ViT-L/14@336px` | OpenAI's checkpoint by the paper's name |
/// | `ViT-B-32/laion2b_s34b_b79k`, with `::`, `__`, `:` or `,` for the slash, `open_clip:` in front | OpenCLIP's pair |
/// | `openai/clip-vit-base-patch32`, `hf-hub:…`, `hf_clip:…` | a repository of the hub |
/// | `https://huggingface.co/openai/clip-vit-base-patch32`, also with `/tree/main` | the same by its page's address |
///
/// `@revision` behind a name or id is a branch, a tag or a commit. A text that could be a pair or a repository is the
/// pair where there is such a checkpoint. A name without a tag (`ViT-B-32`) says too little and is refused with the
/// tags that there are.
///
/// A paper's name takes the files that OpenCLIP takes for its tag `openai`, `timm/vit_base_patch32_clip_224.openai` for
/// example: OpenAI's own weights as safetensors, with QuickGELU and the preprocessing of OpenAI's package. They exist for
/// the ResNets as well, which transformers cannot express; the same values in transformers' layout, whose pictures are
/// cropped by other rounding, are `openai/clip-vit-base-patch32`.
public struct ModelReference: Sendable, Hashable, CustomStringConvertible {
    /// Where the model is.
    public enum Place: Sendable, Hashable {
        /// A folder or a file on this machine.
        case path(String)
        /// A repository.
        case hub(HubModel)
    }

    /// The text, as it was given.
    public let description: String
    /// Where the model is.
    public let place: Place
    /// What is known of the checkpoint, where it is a published one.
    public let card: ModelCard?

    /// The published checkpoint of a card.
    public init(_ card: ModelCard) throws(HubError) {
        guard let model = HubID(card.hubID).flatMap({ HubModel($0) }) else {
            throw HubError(.badName, "\(card.hubID): this cannot be a repository's name")
        }
        description = card.paperName ?? card.pair
        place = .hub(model)
        self.card = card
    }

    init(_ text: String, _ place: Place, _ card: ModelCard? = nil) {
        description = text
        self.place = place
        self.card = card
    }
}
