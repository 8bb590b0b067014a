import CLIP
import CLIPWeights

/// What a row of a matrix stands for: a picture's path or a text, with the digest of its content.
struct EmbeddingRow: Sendable, Equatable {
    /// Pictures or texts.
    enum Kind: String, Sendable {
        case image
        case text
    }

    let kind: Kind
    /// The place in the whole listing; with `--shard` not the row's number.
    let index: Int
    /// The path's bytes, or the text's.
    let name: RawPath
    /// The digest of the picture's file, or of the text.
    let hash: String
    /// Size and time of the file; nil for texts and for standard input.
    let version: FileVersion?

    /// The row's line beside the matrix.
    func line(row: Int) -> String {
        var members: [(name: String, value: JSONText)] = [
            (name: "row", value: .integer(row)), (name: "index", value: .integer(index)),
        ]
        members += JSONText.path(name, as: kind.rawValue)
        members.append((name: "sha256", value: .string(hash)))
        if let version {
            members.append((name: "size", value: .integer(version.size)))
            members.append((name: "mtime_ns", value: .integer(version.modified)))
        }
        return JSONText.object(members).text + "\n"
    }

    init(kind: Kind, index: Int, name: RawPath, hash: String, version: FileVersion?) {
        self.kind = kind
        self.index = index
        self.name = name
        self.hash = hash
        self.version = version
    }

    /// Reads a line back; nil when it is not whole.
    init?(line: [UInt8], kind: Kind) {
        let parsed = line.withUnsafeBytes { try? JSONValue($0) }
        guard let parsed, let index = Self.integer(parsed["index"]),
            case .string(let text)? = parsed[kind.rawValue], case .string(let hash)? = parsed["sha256"]
        else { return nil }
        var name = RawPath(text)
        if case .string(let digits)? = parsed["\(kind.rawValue)_bytes"] {
            guard let bytes = Self.bytes(hexadecimal: digits) else { return nil }
            name = RawPath(bytes: bytes)
        }
        var version: FileVersion?
        if let size = Self.integer(parsed["size"]), let modified = Self.integer(parsed["mtime_ns"]) {
            version = FileVersion(size: size, modified: modified)
        }
        self.init(kind: kind, index: index, name: name, hash: hash, version: version)
    }

    private static func integer(_ value: JSONValue?) -> Int? {
        guard case .number(let digits)? = value else { return nil }
        return Int(digits)
    }

    /// The bytes that pairs of hexadecimal digits stand for; nil when they are none.
    static func bytes(hexadecimal digits: String) -> [UInt8]? {
        let letters = Array(digits.utf8)
        guard letters.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: letters.count, by: 2) {
            guard let byte = UInt8(String(decoding: letters[start..<start + 2], as: UTF8.self), radix: 16)
            else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }
}
