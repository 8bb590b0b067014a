import CLIP
import CLIPImages
import CLIPText

/// What is encoded again and again.
enum Work {
    /// Pictures of the model's size.
    case pictures([RGBImage])
    /// Sentences.
    case texts([String])
    /// Token ids.
    case tokens([[Int32]])

    /// - Parameter name: a number of pictures; `prompts` for 10 of ImageNet's labels in OpenAI's 80 templates; `text` for
    ///   one short sentence; `long:N` for N texts that fill the context and have nothing in common.
    init?(_ name: String, for model: CLIPModel) throws {
        if let count = Int(name) {
            let side = model.preprocessing.size
            self = .pictures(
                try (0..<count).map { picture in
                    try RGBImage(
                        width: side, height: side,
                        pixels: (0..<side * side * 3).map {
                            UInt8(truncatingIfNeeded: $0 &* 31 &+ picture &* 17)
                        })
                })
        } else if name == "prompts" {
            let labels = [
                "tench", "goldfish", "great white shark", "tiger shark", "hammerhead shark", "electric ray",
                "stingray", "rooster", "hen", "ostrich",
            ]
            self = .texts(
                labels.flatMap { label in TemplateSet.openai80.templates.map { $0.filled(with: label) } })
        } else if name == "text" {
            self = .texts(["a photo of a great white shark."])
        } else if name.hasPrefix("long:"), let count = Int(name.dropFirst("long:".count)) {
            self = .tokens((0..<count).map { Self.long($0, for: model) })
        } else {
            return nil
        }
    }

    private static func long(_ text: Int, for model: CLIPModel) -> [Int32] {
        var ids = [model.tokenizer.startToken]
        for token in 2..<model.contextLength { ids.append(Int32(1000 + (text * 97 + token * 31) % 30_000)) }
        return ids + [model.tokenizer.endToken]
    }

    /// Pictures or texts.
    var count: Int {
        switch self {
        case .pictures(let crops): crops.count
        case .texts(let texts): texts.count
        case .tokens(let tokens): tokens.count
        }
    }

    func encode(with model: CLIPModel) async throws -> EmbeddingMatrix {
        switch self {
        case .pictures(let crops): try await model.encode(crops: crops)
        case .texts(let texts): try await model.encode(texts: texts)
        case .tokens(let tokens): try await model.encode(tokens: tokens)
        }
    }
}
