public import CLIPWeights

/// What an embedding was made with, as far as it decides whether two embeddings may be compared.
///
/// Two embeddings live in one space when they come from the same weights (by value, whatever file and
/// element type they were stored in), the same tokenizer and the same preparation of pictures. What changes
/// numbers a little without changing their meaning, precision for example, is in ``Recipe``.
public struct SpaceIdentity: Sendable, Hashable, Codable {
    /// A part of an identity.
    public enum Component: String, Sendable, Hashable, CaseIterable, Codable {
        /// The image tower's weights.
        case visionTower = "image tower"
        /// The text tower's weights.
        case textTower = "text tower"
        /// What the weights do not show: activations, heads, norms' epsilon.
        case architecture
        /// The tokenizer's rules and vocabulary.
        case tokenizer
        /// Size, crop, resampling, mean and deviation.
        case preprocessing
    }

    /// The digest of the image tower; nil if the model has none.
    public let visionTower: ContentDigest?
    /// The digest of the text tower; nil if the model has none.
    public let textTower: ContentDigest?
    /// The digest of the architecture.
    public let architecture: ContentDigest
    /// The digest of the tokenizer; nil without a text tower.
    public let tokenizer: ContentDigest?
    /// The digest of the preprocessing; nil without an image tower.
    public let preprocessing: ContentDigest?

    /// Puts an identity together.
    public init(
        visionTower: ContentDigest?, textTower: ContentDigest?, architecture: ContentDigest,
        tokenizer: ContentDigest?, preprocessing: ContentDigest?
    ) {
        self.visionTower = visionTower
        self.textTower = textTower
        self.architecture = architecture
        self.tokenizer = tokenizer
        self.preprocessing = preprocessing
    }

    /// One digest of a part.
    public subscript(component: Component) -> ContentDigest? {
        switch component {
        case .visionTower: visionTower
        case .textTower: textTower
        case .architecture: architecture
        case .tokenizer: tokenizer
        case .preprocessing: preprocessing
        }
    }

    /// The digest of all parts: what is written beside embeddings.
    public var digest: ContentDigest {
        var builder = DigestBuilder("swift-clip space 1")
        for component in Component.allCases {
            builder.append(component.rawValue)
            // An absent part has no digest, and a present one is never empty.
            builder.append(self[component]?.hex ?? "")
        }
        return builder.finish()
    }

    /// ``digest`` as 64 hexadecimal digits.
    public var hex: String { digest.hex }

    /// The parts in which two spaces differ; none if they are the same space.
    public func differences(from other: SpaceIdentity) -> [Component] {
        Component.allCases.filter { self[$0] != other[$0] }
    }
}
