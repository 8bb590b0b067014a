/// How an embedding was computed, as far as it may change numbers without changing their meaning.
///
/// It is recorded beside embeddings; a difference is worth a warning, not a refusal. Texts have no image
/// settings: the two are nil there.
public struct Recipe: Sendable, Hashable, Codable {
    /// The arithmetic: `f32`, `bf16` or `int8`.
    public var precision: String
    /// Whether pictures were turned as their EXIF data says: `on` or `off`; nil for texts.
    public var exif: String?
    /// How pictures were decoded, where there is more than one way; nil for texts.
    public var decode: String?
    /// The version of the engine that computed it.
    public var engineVersion: String
    /// The processor's instructions that were used, such as `avx512`.
    public var instructionSet: String

    /// Creates a recipe.
    public init(
        precision: String, exif: String? = nil, decode: String? = nil, engineVersion: String,
        instructionSet: String
    ) {
        self.precision = precision
        self.exif = exif
        self.decode = decode
        self.engineVersion = engineVersion
        self.instructionSet = instructionSet
    }

    /// The names of the settings in which two recipes differ.
    public func differences(from other: Recipe) -> [String] {
        let pairs: [(String, String?, String?)] = [
            ("precision", precision, other.precision),
            ("exif", exif, other.exif),
            ("decode", decode, other.decode),
            ("engineVersion", engineVersion, other.engineVersion),
            ("instructionSet", instructionSet, other.instructionSet),
        ]
        return pairs.filter { $0.1 != $0.2 }.map(\.0)
    }
}
