internal import CLIP

/// What a row of a manifest says.
struct ManifestRow {
    /// The picture's path as it is written.
    var image: [UInt8] = []
    var labels: [String] = []
    var captions: [String] = []
    var split: String?
}

/// A row that says nothing usable.
struct RowFault: Error {
    let reason: String
}

extension ManifestFormat {
    /// What a record says.
    /// - Throws: why it is no row.
    func row(_ record: RecordWindow.Record) throws(RowFault) -> ManifestRow {
        try delimited == nil ? jsonRow(record) : delimitedRow(record)
    }

    private func delimitedRow(_ record: RecordWindow.Record) throws(RowFault) -> ManifestRow {
        guard record.isClosed else { throw RowFault(reason: "a quote is not closed before the file ends") }
        guard record.fields.count == columns.names.count else {
            throw RowFault(
                reason: "\(record.fields.count) columns where the header has \(columns.names.count)")
        }
        var row = ManifestRow()
        row.image = Array(record.fields[columns.image].trimmed)
        if let label = columns.label { row.labels = [try text(record, label).trimmed].filter { !$0.isEmpty } }
        if let labels = columns.labels { row.labels = Self.labels(try text(record, labels).trimmed) }
        if let caption = columns.caption { row.captions = Self.captions(try text(record, caption)) }
        if let split = columns.split { row.split = try text(record, split).trimmed }
        if row.split?.isEmpty == true { row.split = nil }
        return try Self.checked(row)
    }

    private func text(_ record: RecordWindow.Record, _ column: Int) throws(RowFault) -> String {
        guard let text = encoding.text(record.fields[column]) else {
            throw RowFault(reason: "\"\(columns.names[column])\" is not UTF-8")
        }
        return text
    }

    private func jsonRow(_ record: RecordWindow.Record) throws(RowFault) -> ManifestRow {
        guard let object = JSONRow(record.fields[0]) else { throw RowFault(reason: "no JSON object") }
        func texts(_ column: Int?) throws(RowFault) -> [String] {
            guard let column else { return [] }
            guard let texts = object.texts(columns.names[column]) else {
                throw RowFault(reason: "\"\(columns.names[column])\" is neither a text nor a list of texts")
            }
            return texts.filter { !$0.isBlank }
        }
        var row = ManifestRow()
        row.image = Array((try texts(columns.image).first ?? "").trimmed.utf8)
        row.labels = try texts(columns.label ?? columns.labels).map(\.trimmed)
        if columns.labels != nil, row.labels.count == 1 { row.labels = Self.labels(row.labels[0]) }
        row.captions = try texts(columns.caption)
        row.split = try texts(columns.split).first?.trimmed
        return try Self.checked(row)
    }

    private static func checked(_ row: ManifestRow) throws(RowFault) -> ManifestRow {
        guard !row.image.isEmpty else { throw RowFault(reason: "no picture") }
        guard !row.image.contains(0) else { throw RowFault(reason: "a zero byte in the picture's path") }
        for scheme in ["http://", "https://", "s3://"] where row.image.starts(with: scheme.utf8) {
            throw RowFault(reason: "an address, not a file: download the pictures first")
        }
        return row
    }

    /// The labels of a cell: a list in JSON or as Python prints one, or texts between `|` or `;`.
    static func labels(_ cell: String) -> [String] {
        if cell.hasPrefix("["), cell.hasSuffix("]") {
            if let list = JSONRow.list(cell) { return list.map(\.trimmed).filter { !$0.isEmpty } }
            return TextLines.parts(cell.dropFirst().dropLast()) { $0 == "," }.map(unquoted).filter {
                !$0.isEmpty
            }
        }
        return TextLines.parts(cell) { $0 == "|" || $0 == ";" }
    }

    /// Captions keep the white space at their ends: their repair may need it.
    private static func captions(_ cell: String) -> [String] {
        let list = cell.trimmed.hasPrefix("[\"") ? JSONRow.list(cell.trimmed) : nil
        return (list ?? [cell]).filter { !$0.isBlank }
    }

    private static func unquoted(_ part: String) -> String {
        let isQuote = { (scalar: Unicode.Scalar) in scalar == "'" || scalar == "\"" }
        let scalars = part.unicodeScalars
        guard let start = scalars.firstIndex(where: { !isQuote($0) }),
            let last = scalars.lastIndex(where: { !isQuote($0) })
        else { return "" }
        return String(part[start...last])
    }
}

extension [UInt8] {
    /// Without blanks at its ends.
    var trimmed: ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        guard let start = firstIndex(where: { !isBlank($0) }), let end = lastIndex(where: { !isBlank($0) })
        else { return [] }
        return self[start...end]
    }
}
