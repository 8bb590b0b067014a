#if canImport(CoreGraphics)
    public import CoreGraphics

    extension RGBImage {
        /// Draws a Core Graphics picture into 8-bit sRGB over black.
        ///
        /// The system decodes and converts colours here, so the pixels may differ from a file's by a few
        /// levels; give paths or bytes where equality with the reference matters.
        /// - Throws: `ImageError.Code.badLayout` when the picture has no pixels or cannot be drawn.
        public init(_ image: CGImage) throws(ImageError) {
            let width = image.width
            let height = image.height
            guard width > 0, height > 0, let space = CGColorSpace(name: CGColorSpace.sRGB) else {
                throw ImageError(.badLayout, "a picture of \(width) × \(height) pixels cannot be drawn")
            }
            var drawn = [UInt8](repeating: 0, count: width * height * 4)
            let isDrawn = drawn.withUnsafeMutableBytes { buffer in
                guard
                    let context = CGContext(
                        data: buffer.baseAddress, width: width, height: height, bitsPerComponent: 8,
                        bytesPerRow: width * 4, space: space,
                        bitmapInfo: CGImageAlphaInfo.noneSkipLast.rawValue)
                else { return false }
                context.draw(image, in: CGRect(x: 0, y: 0, width: width, height: height))
                return true
            }
            guard isDrawn else {
                throw ImageError(.badLayout, "the picture cannot be drawn as 8-bit sRGB")
            }
            self.init(
                DecodedImage(width: width, height: height, mode: .rgba, pixels: drawn))
        }
    }
#endif
