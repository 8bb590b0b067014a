internal import CLIP

extension PictureTree {
    /// The lines of a small text file, trimmed; nil where the file is not there.
    func lines(_ file: [UInt8]) throws(DatasetError) -> [String]? {
        guard hasFile(file) else { return nil }
        let store = try open(file)
        return try store.lines()
    }
}

extension ByteStore {
    /// All bytes of a file that is not larger than `limit`.
    func all(atMost limit: Int) throws(DatasetError) -> [UInt8] {
        guard size <= limit else { throw DatasetError("\(name): larger than \(limit >> 20) MiB") }
        return try read(at: 0, count: size)
    }

    /// The lines of a small text file, trimmed; no line stands after the last line break.
    func lines() throws(DatasetError) -> [String] {
        let bytes = try all(atMost: 16 << 20)
        if let refusal = TextEncoding.refusal(bytes) { throw DatasetError("\(name): \(refusal)") }
        let rest = bytes.dropFirst(TextEncoding.markLength(bytes))
        let text = TextEncoding.utf8.text(rest) ?? TextEncoding.latin1.text(rest) ?? ""
        var lines = TextLines.split(text).map(\.trimmed)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
