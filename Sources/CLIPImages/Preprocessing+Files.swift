/// What a model sees of a picture file.
public struct FileCrop: Sendable, Equatable {
    /// The model's input in whole numbers: `[size, size, 3]`.
    public let image: RGBImage
    /// Whether the file is a picture with img2dataset's white borders; see `DecodedImage.hasShrinkingBorders`.
    public let hasShrinkingBorders: Bool
}

extension Preprocessing {
    /// Decodes a picture file and makes the model's input of it.
    ///
    /// The same as decoding it whole and `crop(_:)`, but a JPEG that is not turned is resized row by row while it is
    /// decoded, which is faster and takes little memory.
    /// - Parameters:
    ///   - path: a picture file; its format is told by its content.
    ///   - options: nil for ``decodingOptions``.
    /// - Throws: `ImageError`, which names the file.
    public func crop(path: String, options: DecodingOptions? = nil) throws(ImageError) -> FileCrop {
        let options = options ?? decodingOptions
        do {
            return try crop(bytes: try FileBytes.read(path, options: options), options: options)
        } catch {
            throw error.at(path)
        }
    }

    /// Decodes a picture file's bytes and makes the model's input of them; see ``crop(path:options:)``.
    public func crop(bytes: [UInt8], options: DecodingOptions? = nil) throws(ImageError) -> FileCrop {
        try crop(bytes: bytes, options: options ?? decodingOptions, passes: .best)
    }

    func crop(
        bytes: [UInt8], options: DecodingOptions, passes: ResamplerPasses
    ) throws(ImageError) -> FileCrop {
        try bytes.withUnsafeBufferPointer { (buffer) throws(ImageError) in
            let bytes = UnsafeRawBufferPointer(buffer)
            if ImageFormat(of: bytes) == .jpeg {
                var codec = try JPEGCodec(bytes, options)
                if !codec.mayHaveShrinkingBorders,
                    let crop = try codec.crop(self, options: options, passes: passes)
                {
                    return FileCrop(image: crop, hasShrinkingBorders: false)
                }
            }
            let image = try DecodedImage(bytes: bytes, options: options)
            return FileCrop(
                image: crop(image, passes: passes), hasShrinkingBorders: image.hasShrinkingBorders)
        }
    }
}
