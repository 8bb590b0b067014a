internal import CLIP
public import CLIPImages
public import CLIPWeights

extension SamplePicture {
    /// The picture in 8-bit RGB, with the digest of what it was decoded from: the file's bytes, or the pixels.
    /// - Throws: ``DatasetError`` with the reason alone; the caller knows which sample it is.
    public func read(
        options: DecodingOptions = DecodingOptions()
    ) throws(DatasetError) -> (image: RGBImage, digest: ContentDigest) {
        switch self {
        case .file(let path):
            do {
                let bytes = try WholeFile.read(
                    RawPath(bytes: path), atMost: options.maximumFileBytes, kind: .regular)
                return try Self.decode(bytes, options)
            } catch let error as FileError {
                throw DatasetError(error.reason)
            } catch {
                throw error as? DatasetError ?? DatasetError("\(error)")
            }
        case .packed(let picture):
            return try Self.decode(try picture.bytes(), options)
        case .pixels(let image):
            var builder = DigestBuilder("pixels")
            builder.append(image.width)
            image.pixels.withUnsafeBytes { builder.append($0) }
            return (image, builder.finish())
        }
    }

    private static func decode(
        _ bytes: [UInt8], _ options: DecodingOptions
    ) throws(DatasetError) -> (image: RGBImage, digest: ContentDigest) {
        do {
            let image = try RGBImage(bytes: bytes, options: options)
            return (image, bytes.withUnsafeBytes { ContentDigest(of: $0) })
        } catch {
            throw DatasetError(error.message)
        }
    }
}
