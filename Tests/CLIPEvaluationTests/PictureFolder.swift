import CLIPData
import CLIPImages
import CLIPTestSupport
import CLIPWeights

/// A dataset of files and contents, given one by one.
struct PictureSet: Dataset {
    var name = "pictures"
    var classes = [DatasetClass("cat"), DatasetClass("dog")]
    var splits: [String] = []
    var isMultiLabel = false
    var entries: [SampleEntry]

    func samples(of split: String?) throws(DatasetError) -> any SampleReader {
        if let split, !splits.contains(split) { throw DatasetError("there is no part '\(split)'") }
        return Reader(entries: entries[...])
    }

    private struct Reader: SampleReader {
        var entries: ArraySlice<SampleEntry>
        mutating func next() throws(DatasetError) -> SampleEntry? { entries.popFirst() }
    }
}

/// Picture files of one colour with a stripe, each different from the others.
struct StripedFiles {
    let folder = TemporaryFolder()

    /// The bytes of a picture file.
    static func bytes(_ number: Int) throws -> [UInt8] {
        let pixels = (0..<24 * 16).flatMap { place -> [UInt8] in
            let isStripe = place % 24 == number % 24
            return [UInt8(truncatingIfNeeded: number * 40), isStripe ? 255 : 20, UInt8(place / 24 * 16)]
        }
        let head = Array("P6\n24 16\n255\n".utf8)
        return head + pixels
    }

    /// Writes a picture that counts as old, and returns its path.
    func write(_ number: Int, as name: String) throws -> String {
        let path = folder.path + "/" + name
        try write(try Self.bytes(number), to: path)
        age(path, seconds: 100)
        return path
    }

    func write(_ bytes: [UInt8], to path: String) throws {
        let file = try AsideFile(path)
        try bytes.withUnsafeBytes { try file.append($0) }
        try file.commit(durably: false)
    }

    func sample(_ path: String, _ labels: [Int] = [0]) -> SampleEntry {
        .sample(Sample(id: path, picture: .file(path: Array(path.utf8)), labels: labels))
    }
}
