import CLIP
import CLIPImages
import CLIPWeights

/// A picture's file: what is kept of it once it has been read.
struct PictureFile: Sendable {
    /// Where it lies.
    let path: RawPath
    /// The digest of its bytes.
    let hash: ContentDigest
    /// Size and time of the file when it was listed; nil for standard input.
    let version: FileVersion?
    /// Whether it was shrunk with white borders by img2dataset.
    var hasBorders = false
}

/// What became of one entry of the listing.
enum PictureOutcome: Sendable {
    case read(PictureFile)
    case failed(RawPath, reason: String)
}

/// Reads, hashes, decodes and crops: each file is read once.
struct PictureReader: Sendable {
    let preprocessing: Preprocessing
    let decoding: DecodingOptions

    /// A film among the photos is told by its first bytes.
    private func refuseOthers(_ head: [UInt8]) throws(FileError) {
        do throws(ImageError) { _ = try DecodedImage(bytes: head, options: decoding) } catch {
            if error.code == .unsupported { throw FileError(error.message) }
        }
    }

    /// The bytes of a file that begins as a picture, or of standard input.
    func bytes(of path: RawPath) throws(FileError) -> [UInt8] {
        try path == .standardInput
            ? WholeFile.readStandardInput(
                atMost: decoding.maximumFileBytes, isInterrupted: Interruption.hasCome)
            : WholeFile.read(path, atMost: decoding.maximumFileBytes, kind: .regular, accepts: refuseOthers)
    }

    /// Has an entry fetched from the disk that is to be read soon.
    static let announce: @Sendable (PictureListing.Entry) -> Void = { entry in
        if case .picture(let path) = entry, path != .standardInput { ReadAhead.begin(path) }
    }

    /// Tries one entry of the listing.
    /// - Returns: what became of it, and the model's input of 8 bits per channel if it was read.
    func read(_ entry: PictureListing.Entry) -> (outcome: PictureOutcome, crop: RGBImage?) {
        switch entry {
        case .unreadable(let path, let reason): return (.failed(path, reason: reason), nil)
        case .picture(let path):
            do {
                // Taken before the bytes, so that a later change cannot be missed.
                let version = path == .standardInput ? nil : FileVersion(path)
                let bytes = try bytes(of: path)
                let crop = try preprocessing.crop(bytes: bytes, options: decoding)
                let digest = bytes.withUnsafeBytes { ContentDigest(of: $0) }
                let file = PictureFile(
                    path: path, hash: digest, version: version, hasBorders: crop.hasShrinkingBorders)
                return (.read(file), crop.image)
            } catch let error as ImageError {
                return (.failed(path, reason: error.message), nil)
            } catch let error as FileError {
                return (.failed(path, reason: error.reason), nil)
            } catch {
                return (.failed(path, reason: "\(error)"), nil)
            }
        }
    }
}
