import CLIP
import CLIPImages

/// A file looked at step by step.
struct PictureExamination {
    /// What the file says of itself; nil where it cannot be read.
    let facts: PictureFacts?
    /// Everything else, or why there is nothing else.
    let picture: Result<ExaminedPicture, FileError>

    init(_ path: RawPath, _ session: Session, _ options: PictureOptions) {
        let reader = session.reader(options)
        var facts: PictureFacts?
        do throws(FileError) {
            let bytes = try reader.bytes(of: path)
            let known = PictureFacts(bytes: bytes, ending: path.lowercasedExtension)
            facts = known
            picture = .success(try ExaminedPicture(bytes, known, reader))
        } catch {
            picture = .failure(error)
        }
        self.facts = facts
    }
}

/// A picture that was decoded, with all that is decided about it.
struct ExaminedPicture {
    /// What the file says of itself.
    let facts: PictureFacts
    /// Bytes of the file.
    let fileBytes: Int
    /// As it lies in the file.
    let stored: DecodedImage
    /// Width and height as it goes on, turned if it is.
    let width: Int
    let height: Int
    /// The model's way, with what the options change.
    let preprocessing: Preprocessing
    /// Sizes and offsets.
    let geometry: CropGeometry
    /// The model's input in whole numbers.
    let crop: RGBImage
    /// Smallest and largest value of each channel of the model's input.
    let ranges: [ClosedRange<Float>]

    fileprivate init(_ bytes: [UInt8], _ facts: PictureFacts, _ reader: PictureReader) throws(FileError) {
        var decoding = reader.decoding
        decoding.appliesOrientation = false
        let stored: DecodedImage
        do {
            stored = try DecodedImage(bytes: bytes, options: decoding)
        } catch {
            throw FileError(error.message)
        }
        let preprocessing = reader.preprocessing
        let image = preprocessing.appliesOrientation ? stored.upright() : stored
        let crop = preprocessing.crop(image)
        self.facts = facts
        fileBytes = bytes.count
        self.stored = stored
        (width, height) = (image.width, image.height)
        self.preprocessing = preprocessing
        geometry = CropGeometry(width: image.width, height: image.height, preprocessing)
        self.crop = crop
        var values = [Float](repeating: 0, count: crop.pixels.count)
        values.withUnsafeMutableBufferPointer { preprocessing.normalise(crop, into: $0) }
        ranges = (0..<3).map { channel in
            let plane = stride(from: channel, to: values.count, by: 3).map { values[$0] }
            return (plane.min() ?? 0)...(plane.max() ?? 0)
        }
    }

    /// The filter that is used; in modes whose numbers are no quantities it is another than the model's.
    var filter: Preprocessing.Interpolation { preprocessing.filter(in: stored.mode) }

    /// The whole picture in RGB, turned if it is.
    var rgb: RGBImage { RGBImage(preprocessing.appliesOrientation ? stored.upright() : stored) }

    /// The model's input as a PNG file.
    func png() throws(FileError) -> [UInt8] {
        do { return try crop.png() } catch { throw FileError(error.message) }
    }

    /// What another tool made of the same picture.
    func compared(with array: NpyArray, at path: RawPath) throws(FileError) -> InputDiagnosis {
        let storage: ForeignInput.Storage =
            switch array.type {
            case "float16": .halves
            case let type where type.contains("int"): .bytes
            default: .singles
            }
        do {
            let theirs = try ForeignInput(shape: array.shape, values: array.values, storage: storage)
            return InputDiagnosis(of: theirs, for: stored, preprocessing)
        } catch {
            throw FileError("cannot compare \(path.text): \(error.message)")
        }
    }
}
