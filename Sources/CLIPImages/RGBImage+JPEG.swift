internal import CCLIPImaging

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension RGBImage {
    /// The longest side that a JPEG of libjpeg can have, in pixels.
    public static let longestJPEGSide = 65_500

    /// The picture as a JPEG file: the bytes that Pillow's `save(format="JPEG", quality=quality)` writes.
    ///
    /// Baseline, the standard's tables scaled by libjpeg's rule, chroma at half the resolution both ways, no metadata.
    /// - Parameter quality: 1, the smallest file, to 100, the best picture; 75 is Pillow's default.
    /// - Throws: `ImageError.Code.tooLarge` where a side is above ``longestJPEGSide``, or memory is short.
    public func jpeg(quality: Int = 75) throws(ImageError) -> [UInt8] {
        precondition((1...100).contains(quality), "a JPEG quality of \(quality) is outside 1...100")
        guard max(width, height) <= Self.longestJPEGSide else {
            throw ImageError(
                .tooLarge,
                "a JPEG cannot have \(width) × \(height) pixels: no side may be above \(Self.longestJPEGSide); "
                    + "make it smaller or write a PNG")
        }
        var count = 0
        guard let file = cclip_jpeg_encode(pixels, Int64(width), Int64(height), Int32(quality), &count)
        else {
            throw ImageError(.tooLarge, "not enough memory for a JPEG of \(width) × \(height) pixels")
        }
        defer { free(file) }
        return Array(UnsafeBufferPointer(start: file, count: count))
    }
}
