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
        if let label = columns.label { row.labels = [try text(record, label)].filter { !$0.isEmpty } }
        if let labels = columns.labels { row.labels = Self.labels(try text(record, labels)) }
        if let caption = columns.caption { row.captions = Self.captions(try text(record, caption)) }
        if let split = columns.split { row.split = try text(record, split) }
        if row.split?.isEmpty == true { row.split = nil }
        return try Self.checked(row)
    }

    private func text(_ record: RecordWindow.Record, _ column: Int) throws(RowFault) -> String {
        guard let text = encoding.text(record.fields[column]) else {
            throw RowFault(reason: "\"\(columns.names[column])\" is not UTF-8")
        }
        return text.trimmed
    }

    private func jsonRow(_ record: RecordWindow.Record) throws(RowFault) -> ManifestRow {
        guard let object = JSONRow(record.fields[0]) else { throw RowFault(reason: "no JSON object") }
        func texts(_ column: Int?) throws(RowFault) -> [String] {
            guard let column else { return [] }
            guard let texts = object.texts(columns.names[column]) else {
                throw RowFault(reason: "\"\(columns.names[column])\" is neither a text nor a list of texts")
            }
            return texts.map(\.trimmed).filter { !$0.isEmpty }
        }
        var row = ManifestRow()
        row.image = Array((try texts(columns.image).first ?? "").utf8)
        row.labels = try texts(columns.label ?? columns.labels)
        if columns.labels != nil, row.labels.count == 1 { row.labels = Self.labels(row.labels[0]) }
        row.captions = try texts(columns.caption)
        row.split = try texts(columns.split).first
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
            return cell.dropFirst().dropLast().split(separator: ",").map { part in
                String(
                    String(part).trimmed.drop { "'\"".contains($0) }.reversed().drop { "'\"".contains($0) }
                        .reversed())
            }.filter { !$0.isEmpty }
        }
        return cell.split { $0 == "|" || $0 == ";" }.map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    private static func captions(_ cell: String) -> [String] {
        if cell.hasPrefix("[\""), let list = JSONRow.list(cell) {
            return list.map(\.trimmed).filter { !$0.isEmpty }
        }
        return cell.isEmpty ? [] : [cell]
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
