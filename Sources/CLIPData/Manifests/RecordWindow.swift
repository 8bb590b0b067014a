/// Goes through the records of a text file: lines, or records of CSV that may span some. Only a piece of the file is in
/// memory.
struct RecordWindow {
    /// A record's place and fields.
    struct Record {
        let offset: Int
        /// From 1; counted from where reading began.
        let line: Int
        let fields: [[UInt8]]
        let isClosed: Bool
    }

    /// The longest record: more is no table.
    static let longest = 16 << 20
    private static let piece = 1 << 16
    private static let ahead = 1 << 18

    private let store: any ByteStore
    /// Nil for plain lines.
    private let format: DelimitedText?
    private var buffer: [UInt8] = []
    /// Where in the file `buffer` begins, and where in it the next record does.
    private var start = 0
    private var position = 0
    private(set) var line = 1
    /// Where the next record begins.
    var offset: Int { start + position }

    init(_ store: any ByteStore, _ format: DelimitedText?, from offset: Int = 0) {
        self.store = store
        self.format = format
        start = offset
    }

    /// Goes on at another place; lines are counted from `line` there.
    mutating func move(to offset: Int, line: Int) {
        self.line = line
        if offset >= start, offset <= start + buffer.count {
            position = offset - start
        } else {
            (start, position) = (offset, 0)
            buffer.removeAll(keepingCapacity: true)
        }
    }

    /// The next record that is not blank; nil at the end.
    mutating func next() throws(DatasetError) -> Record? {
        while true {
            guard try fill(atLeast: 1) else { return nil }
            let offset = start + position
            let here = line
            let record = try wholeRecord()
            position = record.next
            line += record.lines
            guard !record.fields.isEmpty else { continue }
            return Record(
                offset: offset, line: here, fields: record.fields, isClosed: record.end != .insideQuotes)
        }
    }

    /// Reads on until the record ends before the buffer does, or the file ends.
    private mutating func wholeRecord() throws(DatasetError) -> DelimitedText.Record {
        var wanted = Self.piece
        while true {
            let isAll = try !fill(atLeast: wanted) || start + buffer.count >= store.size
            let record = buffer.withUnsafeBytes { bytes in
                format?.record(bytes, at: position) ?? Self.plainLine(bytes, at: position)
            }
            // A carriage return at the very end may have its line feed behind it.
            if isAll || record.end == .line && record.next < buffer.count { return record }
            wanted = max(wanted, buffer.count - position) * 2
            guard wanted <= 2 * Self.longest else {
                throw DatasetError(
                    "\(store.name), line \(line): a record of more than \(Self.longest >> 20) MiB: a quote may not be "
                        + "closed, or it is no table")
            }
        }
    }

    private static func plainLine(
        _ bytes: UnsafeRawBufferPointer, at start: Int
    ) -> DelimitedText.Record {
        let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
        var line = Array(bytes[start..<end])
        if line.last == 0x0D { line.removeLast() }
        let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x09 }
        return DelimitedText.Record(
            fields: isBlank ? [] : [line], next: min(end + 1, bytes.count),
            end: end < bytes.count ? .line : .bytes, lines: end < bytes.count ? 1 : 0)
    }

    /// Has at least `count` bytes behind the position, if there are.
    /// - Returns: whether that many, or at least some where one was asked for, are there.
    private mutating func fill(atLeast count: Int) throws(DatasetError) -> Bool {
        if buffer.count - position >= count { return true }
        // Who goes on from record to record gets more than is asked for: else each record would move what lies behind it,
        // and ask the system anew. Behind a jump there may be another.
        let ahead = position > 0 ? Self.ahead : 0
        if position > 0 {
            buffer.removeFirst(position)
            start += position
            position = 0
        }
        let missing = max(count, Self.piece) + ahead - buffer.count
        buffer += try store.read(at: start + buffer.count, count: missing)
        return buffer.count >= count
    }
}
