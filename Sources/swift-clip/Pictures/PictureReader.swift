import CLIP
import CLIPImages
import CLIPWeights

/// A file that became a model input.
struct ReadPicture: Sendable {
    /// Where it lies.
    let path: RawPath
    /// The digest of its bytes.
    let hash: ContentDigest
    /// Size and time of the file when it was listed; nil for standard input.
    let version: FileVersion?
    /// The model's input, 8 bits per channel.
    let crop: RGBImage
}

/// What became of one entry of the listing.
enum PictureOutcome: Sendable {
    case read(ReadPicture)
    case failed(RawPath, reason: String)
}

/// Reads, hashes, decodes and crops: each file is read once.
struct PictureReader: Sendable {
    let preprocessing: Preprocessing
    let decoding: DecodingOptions

    /// Tries one entry of the listing.
    func read(_ entry: PictureListing.Entry) -> PictureOutcome {
        switch entry {
        case .unreadable(let path, let reason): return .failed(path, reason: reason)
        case .picture(let path):
            do {
                let isStandardInput = path == .standardInput
                // Taken before the bytes, so that a later change cannot be missed.
                let version = isStandardInput ? nil : FileVersion(path)
                let bytes = try isStandardInput ? WholeFile.readStandardInput() : WholeFile.read(path)
                let image = try DecodedImage(bytes: bytes, options: decoding)
                return .read(
                    ReadPicture(
                        path: path, hash: bytes.withUnsafeBytes { ContentDigest(of: $0) }, version: version,
                        crop: preprocessing.crop(image)))
            } catch let error as ImageError {
                return .failed(path, reason: error.message)
            } catch let error as FileError {
                return .failed(path, reason: error.reason)
            } catch {
                return .failed(path, reason: "\(error)")
            }
        }
    }
}
