/// What a decoder may spend, and whether it turns pictures upright.
public struct DecodingOptions: Sendable, Hashable {
    /// Whether the EXIF orientation is applied. OpenAI's and OpenCLIP's own transforms do not. TIFF and HEIC
    /// are turned upright whatever this says: the reference's readers of them do so before any transform.
    public var appliesOrientation: Bool
    /// The largest picture decoded, in millions of pixels. The header is checked against it before any
    /// memory is taken for pixels (up to 4 bytes each, and 8 more while a progressive JPEG or a TIFF is decoded).
    public var maximumMegapixels: Int
    /// The largest file read, in bytes.
    public var maximumFileBytes: Int
    /// What the picture is decoded for, if less than all its pixels will do: a JPEG is then decoded at the smallest of
    /// the eighths of its size that leaves each side at least twice as long as this resizes it to, which is faster and
    /// changes the result a little. Nil for every pixel. Other formats are always decoded whole.
    public var reducedFor: Preprocessing?

    /// - Parameters:
    ///   - appliesOrientation: turn the picture as its EXIF orientation asks.
    ///   - maximumMegapixels: the default admits every camera sold today, the 200-megapixel ones included.
    ///   - maximumFileBytes: the default is 512 MiB.
    ///   - reducedFor: what a JPEG may be decoded at reduced scale for; the default is none.
    public init(
        appliesOrientation: Bool = true, maximumMegapixels: Int = 256, maximumFileBytes: Int = 512 << 20,
        reducedFor: Preprocessing? = nil
    ) {
        self.appliesOrientation = appliesOrientation
        self.maximumMegapixels = maximumMegapixels
        self.maximumFileBytes = maximumFileBytes
        self.reducedFor = reducedFor
    }
}
