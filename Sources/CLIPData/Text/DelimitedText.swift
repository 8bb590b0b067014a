/// Records of CSV and TSV in bytes: fields between separators, in quotes where they hold one (RFC 4180).
///
/// As Python's `csv` reads them: a quote inside a field that does not begin with one is a letter, and what follows a
/// closing quote belongs to the field. Lines end with LF, CR or both; blank ones are passed over.
package struct DelimitedText {
    let separator: UInt8
    private static let quote = UInt8(ascii: "\"")

    /// Fields between these bytes, a comma for one.
    package init(separator: UInt8) {
        self.separator = separator
    }

    /// How a record ended.
    package enum End { case line, bytes, insideQuotes }

    /// A record of bytes, and where the next one begins.
    package struct Record {
        package var fields: [[UInt8]]
        let next: Int
        package let end: End
        /// Line breaks that belong to the record, its own end among them.
        let lines: Int
    }

    /// Reads the record that begins at `start`; an empty line is a record without fields.
    func record(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Record {
        var fields: [[UInt8]] = []
        var field: [UInt8] = []
        var position = start
        var isQuoted = false
        var hasQuotes = false
        var lines = 0
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if isQuoted {
                if byte == Self.quote {
                    if position < bytes.count, bytes[position] == Self.quote {
                        field.append(byte)
                        position += 1
                    } else {
                        isQuoted = false
                    }
                } else {
                    if byte == 0x0A { lines += 1 }
                    field.append(byte)
                }
            } else if byte == Self.quote, field.isEmpty, !hasQuotes {
                (isQuoted, hasQuotes) = (true, true)
            } else if byte == separator {
                fields.append(field)
                (field, hasQuotes) = ([], false)
            } else if byte == 0x0A || byte == 0x0D {
                if byte == 0x0D, position < bytes.count, bytes[position] == 0x0A { position += 1 }
                if !fields.isEmpty || !field.isEmpty || hasQuotes { fields.append(field) }
                return Record(fields: fields, next: position, end: .line, lines: lines + 1)
            } else {
                field.append(byte)
            }
        }
        if !fields.isEmpty || !field.isEmpty || hasQuotes { fields.append(field) }
        return Record(fields: fields, next: position, end: isQuoted ? .insideQuotes : .bytes, lines: lines)
    }

    /// All records of some bytes that have a field, with the line that each begins in, from 1.
    package func records(_ bytes: [UInt8]) -> [(line: Int, record: Record)] {
        bytes.withUnsafeBytes { bytes in
            var records: [(line: Int, record: Record)] = []
            var (position, line) = (0, 1)
            while position < bytes.count {
                let record = record(bytes, at: position)
                if !record.fields.isEmpty { records.append((line, record)) }
                position = record.next
                line += record.lines
            }
            return records
        }
    }
}
