internal import CCLIPImaging

/// A whole picture in 8-bit RGB.
public struct RGBImage: Sendable, Equatable {
    /// Pixels per row, at least 1.
    public let width: Int
    /// Rows, at least 1.
    public let height: Int
    /// `width × height` RGB triples, row by row, without padding.
    public let pixels: [UInt8]

    package init(width: Int, height: Int, tightPixels: [UInt8]) {
        self.width = width
        self.height = height
        self.pixels = tightPixels
    }

    /// Decodes a picture file; its format is told by its content, and converts it to RGB.
    /// - Throws: `ImageError`, which names the file.
    public init(path: String, options: DecodingOptions = .init()) throws(ImageError) {
        self.init(try DecodedImage(path: path, options: options))
    }

    /// Decodes a picture file's bytes and converts them to RGB.
    public init(bytes: [UInt8], options: DecodingOptions = .init()) throws(ImageError) {
        self.init(try DecodedImage(bytes: bytes, options: options))
    }

    /// Decodes a picture file's bytes and converts them to RGB.
    public init(bytes: UnsafeRawBufferPointer, options: DecodingOptions = .init()) throws(ImageError) {
        self.init(try DecodedImage(bytes: bytes, options: options))
    }

    /// Takes raw pixels.
    /// - Parameters:
    ///   - width: pixels per row, at least 1.
    ///   - height: rows, at least 1.
    ///   - rowBytes: distance between rows in bytes; nil when rows lie tight. The last row needs no padding.
    ///   - pixels: RGB triples, row by row.
    /// - Throws: `ImageError.Code.badLayout` when the pixels do not fill the picture.
    public init(width: Int, height: Int, rowBytes: Int? = nil, pixels: [UInt8]) throws(ImageError) {
        let (row, rowOverflows) = width.multipliedReportingOverflow(by: 3)
        guard width > 0, height > 0, !rowOverflows else {
            throw ImageError(.badLayout, "a picture of \(width) × \(height) pixels cannot be")
        }
        let stride = rowBytes ?? row
        let (before, overflows) = (height - 1).multipliedReportingOverflow(by: stride)
        guard stride >= row, !overflows, before <= Int.max - row, pixels.count >= before + row else {
            throw ImageError(
                .badLayout,
                "\(pixels.count) bytes in rows of \(stride) do not hold \(width) × \(height) RGB pixels")
        }
        self.width = width
        self.height = height
        if stride == row {
            self.pixels = pixels.count == before + row ? pixels : Array(pixels.prefix(before + row))
        } else {
            var tight: [UInt8] = []
            tight.reserveCapacity(row * height)
            for y in 0..<height { tight += pixels[y * stride..<y * stride + row] }
            self.pixels = tight
        }
    }

    /// Converts as Pillow's `convert("RGB")`: alpha is dropped, not composited; 16-bit grey saturates.
    public init(_ image: DecodedImage) {
        width = image.width
        height = image.height
        guard image.mode != .rgb else {
            pixels = image.pixels
            return
        }
        let count = image.width * image.height
        pixels = [UInt8](pixelBytes: count * 3) { rgb in
            image.withPicture {
                cclip_convert_to_rgb($0.pointee.layout, $0.pointee.pixels, $0.pointee.palette, count, rgb)
            }
            return true
        }
    }
}
