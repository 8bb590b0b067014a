internal import CLIP

/// How a manifest is written, seen from its beginning.
struct ManifestFormat {
    /// How its records are found; nil for JSON lines.
    let delimited: DelimitedText?
    let columns: FoundColumns
    /// Where the first row begins, and its line.
    let rowsBegin: (offset: Int, line: Int)
    var encoding = TextEncoding.utf8

    init(_ store: any ByteStore, asked: ManifestColumns) throws(DatasetError) {
        let head = try store.read(at: 0, count: 1 << 16)
        if let refusal = TextEncoding.refusal(head) { throw DatasetError("\(store.name): \(refusal)") }
        let start = TextEncoding.markLength(head)
        guard let first = head.dropFirst(start).first(where: { !" \t\r\n".utf8.contains($0) }) else {
            throw DatasetError(
                "\(store.name): it is empty: a header and a row for each picture were expected")
        }
        if first == UInt8(ascii: "{") {
            delimited = nil
            columns = try FoundColumns(Self.memberNames(store, start), asked: asked, file: store.name)
            rowsBegin = (start, 1)
            return
        }
        guard first != UInt8(ascii: "[") else {
            throw DatasetError(
                "\(store.name): a JSON list is not read: write one object per line (JSON lines)")
        }
        let format = DelimitedText(separator: try Self.separator(head.dropFirst(start), asked, store.name))
        var window = RecordWindow(store, format, from: start)
        let header = try window.next()
        let names = (header?.fields ?? []).map { name in
            (TextEncoding.utf8.text(name) ?? TextEncoding.latin1.text(name) ?? "").trimmed
        }
        delimited = format
        columns = try FoundColumns(names, asked: asked, file: store.name)
        rowsBegin = (window.offset, window.line)
    }

    /// What stands between the columns of the first line.
    private static func separator(
        _ head: ArraySlice<UInt8>, _ asked: ManifestColumns, _ file: String
    ) throws(DatasetError) -> UInt8 {
        if let separator = asked.separator {
            guard let byte = separator.asciiValue, !"\"\r\n".contains(separator) else {
                throw DatasetError("\(file): columns cannot be separated by \"\(separator)\"")
            }
            return byte
        }
        let line = head.prefix { $0 != 0x0A && $0 != 0x0D }
        let candidates = "\t,;|".utf8.map { mark in (mark, line.count { $0 == mark }) }
        // Tabs first, as OpenCLIP has them: a comma may stand in a name.
        return candidates.first { $0.1 > 0 }?.0 ?? UInt8(ascii: ",")
    }

    /// Names of the members of the first objects.
    private static func memberNames(_ store: any ByteStore, _ start: Int) throws(DatasetError) -> [String] {
        var window = RecordWindow(store, nil, from: start)
        var names: [String] = []
        for _ in 0..<100 {
            guard let record = try window.next() else { break }
            for name in JSONRow(record.fields[0])?.names ?? [] where !names.contains(name) {
                names.append(name)
            }
        }
        guard !names.isEmpty else {
            throw DatasetError("\(store.name), line 1: no JSON object: one per line was expected")
        }
        return names
    }
}

extension String {
    /// Without white space at its ends.
    var trimmed: String { TextLines.trimmed(self) }

    var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
