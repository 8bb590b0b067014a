internal import CCLIPImaging

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension RGBImage {
    /// The picture as an 8-bit PNG file without metadata: whoever decodes it gets these pixels.
    /// - Throws: `ImageError.Code.tooLarge` where memory is short.
    public func png() throws(ImageError) -> [UInt8] {
        var count = 0
        guard let file = cclip_png_encode(pixels, Int64(width), Int64(height), &count) else {
            throw ImageError(.tooLarge, "not enough memory for a PNG of \(width) × \(height) pixels")
        }
        defer { free(file) }
        return Array(UnsafeBufferPointer(start: file, count: count))
    }
}
