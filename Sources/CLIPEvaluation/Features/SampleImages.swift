internal import CLIP
internal import CLIPData
internal import CLIPImages
internal import CLIPWeights

/// What became of a dataset's entry on the threads that read pictures.
enum SampleOutcome: Sendable {
    /// It goes through the network: a row comes with it.
    case read(KnownSample, stamp: FileStamp?)
    /// Its content's vector was known.
    case known(KnownSample, stamp: FileStamp?)
    case unreadable(UnreadableSample)
}

/// An entry's outcome, with the known examples before it.
struct PendingOutcome: Sendable {
    let before: [KnownSample]
    let outcome: SampleOutcome

    var count: Int { before.count + 1 }
}

/// Makes crops of a dataset's pictures.
struct SampleImages: Sendable {
    let preprocessing: Preprocessing
    let decoding: DecodingOptions
    let alteration: PictureAlteration?
    let known: KnownVectors
    /// Whether a crop's own means are wanted, and no network's vector.
    let takesPixels: Bool

    /// Has a picture fetched from the disk that is to be read soon.
    static func announce(_ pending: PendingEntry) {
        if case .sample(let sample) = pending.entry, case .file(let path) = sample.picture {
            ReadAhead.begin(RawPath(bytes: path))
        }
    }

    /// Tries an entry; a crop comes with what has to go through the network.
    func read(_ pending: PendingEntry) -> (PendingOutcome, RGBImage?) {
        switch pending.entry {
        case .unreadable(let id, let reason):
            let outcome = SampleOutcome.unreadable(UnreadableSample(id: id, reason: reason))
            return (PendingOutcome(before: pending.known, outcome: outcome), nil)
        case .sample(let sample):
            let (outcome, crop) = read(sample, pending.stamp)
            return (PendingOutcome(before: pending.known, outcome: outcome), crop)
        }
    }

    private func read(_ sample: Sample, _ stamp: FileStamp?) -> (SampleOutcome, RGBImage?) {
        func described(_ digest: ContentDigest, _ vector: [Float] = []) -> KnownSample {
            KnownSample(
                id: sample.id, labels: sample.labels, captions: sample.captions, digest: digest,
                vector: vector)
        }
        do {
            let (digest, make) = try content(of: sample.picture)
            if let vector = known.vectors?.embedding(of: digest) {
                return (.known(described(digest, vector), stamp: stamp), nil)
            }
            let crop = try make()
            let shown = try alteration?.apply(crop, digest) ?? crop
            if takesPixels {
                return (.known(described(digest, PictureFeatures.pixels(of: shown)), stamp: stamp), nil)
            }
            return (.read(described(digest), stamp: stamp), shown)
        } catch let error as ImageError {
            return (.unreadable(UnreadableSample(id: sample.id, reason: error.message)), nil)
        } catch let error as FileError {
            return (.unreadable(UnreadableSample(id: sample.id, reason: error.reason)), nil)
        } catch {
            return (.unreadable(UnreadableSample(id: sample.id, reason: "\(error)")), nil)
        }
    }

    /// A picture's digest, and how its crop is made.
    private func content(
        of picture: SamplePicture
    ) throws -> (ContentDigest, make: () throws -> RGBImage) {
        switch picture {
        case .file(let path):
            return content(
                try WholeFile.read(
                    RawPath(bytes: path), atMost: decoding.maximumFileBytes, kind: .regular,
                    accepts: refuseOthers))
        case .packed(let picture): return content(try picture.bytes())
        case .pixels(let image):
            var builder = DigestBuilder("swift-clip pixels 1")
            builder.append(image.width)
            builder.append(image.height)
            image.pixels.withUnsafeBytes { builder.append($0) }
            return (builder.finish(), { preprocessing.crop(image) })
        }
    }

    private func content(_ bytes: [UInt8]) -> (ContentDigest, make: () throws -> RGBImage) {
        (
            bytes.withUnsafeBytes { ContentDigest(of: $0) },
            { try preprocessing.crop(bytes: bytes, options: decoding).image }
        )
    }

    /// A film among the photos is told by its first bytes.
    private func refuseOthers(_ head: [UInt8]) throws(FileError) {
        do throws(ImageError) { _ = try DecodedImage(bytes: head, options: decoding) } catch {
            if error.code == .unsupported { throw FileError(error.message) }
        }
    }
}
