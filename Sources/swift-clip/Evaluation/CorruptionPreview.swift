import CLIP
import CLIPCorruptions
import CLIPData
import CLIPImages

/// What corruptions do to a dataset's first picture, as a sheet to look at.
struct CorruptionPreview {
    let reader: PictureReader
    let options: CorruptionOptions
    let console: Console

    /// - Throws: `CommandFailure` where no picture can be read, `FileError` where the sheet cannot be written.
    func write(_ dataset: any Dataset, split: String?, seed: UInt64, to path: RawPath) throws {
        try WritableName.check(path)
        let (id, picture) = try first(dataset, split)
        let (corruptions, levels) = (try options.corruptions(), try options.levels())
        let sheet = try ContactSheet(of: picture, under: corruptions, at: levels, seed: seed)
        try ReplacedFile.write([try sheet.image().png()], to: path)
        console.note(
            "\(console.name(RawPath(id))) in \(path.text): as it is, then at severity \(levels.map(\.description).joined(separator: ", "))"
        )
        for (row, corruption) in corruptions.enumerated() {
            try console.result("\(row + 1)  \(corruption.rawValue)\n")
        }
        try console.flush()
    }

    /// The first picture that can be read, as the model would see it.
    private func first(_ dataset: any Dataset, _ split: String?) throws -> (id: String, picture: RGBImage) {
        var samples = try dataset.samples(of: split)
        while let entry = try samples.next() {
            guard case .sample(let sample) = entry else { continue }
            do { return (sample.id, try crop(sample.picture)) } catch { continue }
        }
        throw CommandFailure.failed("none of the pictures of \(dataset.name) can be read")
    }

    private func crop(_ picture: SamplePicture) throws -> RGBImage {
        let bytes: [UInt8]
        switch picture {
        case .file(let path): bytes = try WholeFile.read(RawPath(bytes: path), kind: .regular)
        case .packed(let picture): bytes = try picture.bytes()
        case .pixels(let image): return reader.preprocessing.crop(image)
        }
        return try reader.preprocessing.crop(bytes: bytes, options: reader.decoding).image
    }
}
