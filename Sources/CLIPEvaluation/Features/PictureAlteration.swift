public import CLIPImages
public import CLIPWeights

/// What is done with a picture before the model sees it.
public struct PictureAlteration: Sendable {
    /// Tells this alteration, its strength and its version from all others: vectors are cached by it.
    public let identity: String
    /// Takes the model's crop, R × R, with the digest of the picture's bytes (which seeds what is random), and returns
    /// a picture of the same size. Called on several threads at once.
    public let apply: @Sendable (RGBImage, ContentDigest) throws(ImageError) -> RGBImage

    /// Names an alteration.
    public init(
        identity: String,
        apply: @escaping @Sendable (RGBImage, ContentDigest) throws(ImageError) -> RGBImage
    ) {
        self.identity = identity
        self.apply = apply
    }
}
