import CLIPData
import CLIPTestSupport
import Foundation

/// A folder of data that a test makes.
struct DataFolder {
    let temporary = TemporaryFolder()
    var path: String { temporary.path }

    /// Writes a file, and the folders that it lies in.
    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = "\(temporary.path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    /// Writes pictures that can be decoded, each of its own content unless `colour` says so.
    func pictures(_ names: [String], colour: UInt8? = nil) throws {
        for name in names {
            // A name's own hash differs from run to run, and one byte of it is soon another's: FNV-1a, three bytes.
            let hash = name.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
            let own = withUnsafeBytes(of: hash.littleEndian) { Array($0.prefix(3)) }
            try write(name, colour.map(Self.picture) ?? Array("P6\n2 1\n255\n".utf8) + own + [1, 2, 3])
        }
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: "\(path)/\(name)", withDestinationPath: target)
    }

    /// Takes a file's bytes away where it stands, also from those who have it open.
    func empty(_ name: String) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: "\(path)/\(name)"))
        try file.truncate(atOffset: 0)
        try file.close()
    }

    /// What a file holds.
    func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }

    /// A PPM of 2 × 1 pixels.
    static func picture(_ colour: UInt8) -> [UInt8] {
        Array("P6\n2 1\n255\n".utf8) + [colour, 1, 2, 3, 4, colour]
    }

    /// What a test says that a dataset holds: ids with labels, in order; unreadable ones, also those inside
    /// archives, begin with "!".
    static func listing(_ dataset: any Dataset, of split: String? = nil) throws -> [String] {
        var reader = try dataset.samples(of: split)
        var lines: [String] = []
        while let entry = try reader.next() {
            switch entry {
            case .sample(let sample):
                do throws(DatasetError) {
                    if case .packed(let picture) = sample.picture { _ = try picture.bytes() }
                    lines.append(sample.id + " " + sample.labels.map(String.init).joined(separator: ","))
                } catch {
                    lines.append("!\(sample.id): \(error.message)")
                }
            case .unreadable(let id, let reason): lines.append("!\(id): \(reason)")
            }
        }
        return lines
    }

    /// The message of the error that opening ends with.
    static func refusal(_ path: String, _ options: DatasetReadingOptions = .init()) -> String {
        do throws(DatasetError) {
            _ = try OpenedDataset(path: path, options: options)
            return "no error"
        } catch {
            return error.message
        }
    }
}
