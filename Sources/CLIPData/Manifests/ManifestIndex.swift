/// What a manifest holds, by one pass over it: which rows belong to which picture, the classes and the parts.
///
/// Rows stay in the file; a row takes 16 bytes here, and a path as long as the pass goes on.
struct ManifestIndex {
    /// Rows of one picture, and the part that they are of.
    struct Picture {
        /// The first row's place in `offsets`.
        let firstRow: Int32
        /// The part's place in `splits`; -1 where the manifest has none.
        let split: Int32
    }

    /// Where each row begins, in the file.
    private(set) var offsets: [Int] = []
    private(set) var lines: [Int32] = []
    /// The next row of the same picture; -1 for none.
    private(set) var nextRows: [Int32] = []
    private(set) var pictures: [Picture] = []
    private(set) var splits: [String] = []
    /// The labels, sorted: as numbers where they are numbers.
    private(set) var labels: [String] = []
    /// Whether a picture has other labels in another row.
    private(set) var hasSeveralLabels = false
    /// Rows that name no part, where there is a column for it.
    private(set) var partless = 0
    /// Paths of the first pictures, to look for them.
    private(set) var firstImages: [[UInt8]] = []
    /// How letters are stored; Latin-1 where a row is no UTF-8.
    private(set) var encoding = TextEncoding.utf8

    private static let mostRows = Int(Int32.max) - 1

    init(_ store: any ByteStore, _ format: ManifestFormat) throws(DatasetError) {
        var format = format
        if try !Self.isUTF8(store) { format.encoding = .latin1 }
        encoding = format.encoding
        var window = RecordWindow(store, format.delimited, from: format.rowsBegin.offset)
        window.move(to: format.rowsBegin.offset, line: format.rowsBegin.line)
        var pass = Pass()
        while let record = try window.next() {
            guard offsets.count < Self.mostRows else {
                throw DatasetError("\(store.name): more than \(Self.mostRows) rows: divide it")
            }
            offsets.append(record.offset)
            lines.append(Int32(truncatingIfNeeded: record.line))
            nextRows.append(-1)
            do throws(RowFault) {
                let row = try format.row(record)
                if format.columns.split != nil, row.split == nil { partless += 1 }
                add(row, &pass)
            } catch {
                pictures.append(Picture(firstRow: Int32(offsets.count - 1), split: -1))
            }
        }
        labels = LabelOrder.sorted(pass.labels.keys)
    }

    /// What only the pass needs.
    private struct Pass {
        struct Key: Hashable {
            let split: Int32
            let image: [UInt8]
        }
        /// The last row of a picture, and the labels of the first that has any.
        var pictures: [Key: (lastRow: Int32, labels: [Int])] = [:]
        var labels: [String: Int] = [:]
        var splits: [String: Int32] = [:]

        mutating func number(_ label: String) -> Int {
            if let number = labels[label] { return number }
            labels[label] = labels.count
            return labels.count - 1
        }
    }

    private mutating func add(_ row: ManifestRow, _ pass: inout Pass) {
        let last = Int32(offsets.count - 1)
        var split: Int32 = -1
        if let name = row.split {
            if pass.splits[name] == nil {
                pass.splits[name] = Int32(splits.count)
                splits.append(name)
            }
            split = pass.splits[name] ?? -1
        }
        let numbers = Set(row.labels.map { pass.number($0) }).sorted()
        // A JSON list under the name of a single label.
        if numbers.count > 1 { hasSeveralLabels = true }
        let key = Pass.Key(split: split, image: row.image)
        if let known = pass.pictures[key] {
            nextRows[Int(known.lastRow)] = last
            if !known.labels.isEmpty, !numbers.isEmpty, known.labels != numbers { hasSeveralLabels = true }
            pass.pictures[key] = (last, known.labels.isEmpty ? numbers : known.labels)
        } else {
            pass.pictures[key] = (last, numbers)
            pictures.append(Picture(firstRow: last, split: split))
            if firstImages.count < 32 { firstImages.append(row.image) }
        }
    }

    private static func isUTF8(_ store: any ByteStore) throws(DatasetError) -> Bool {
        var rest: [UInt8] = []
        var offset = 0
        while offset < store.size {
            let piece = try store.read(at: offset, count: 1 << 20)
            offset += piece.count
            if piece.contains(0) {
                throw DatasetError(
                    "\(store.name): a zero byte in it, so it is no text file: save it as UTF-8 text")
            }
            rest += piece
            // A letter may go on in the next piece.
            let whole = offset < store.size ? rest.count - Self.unfinished(rest) : rest.count
            guard String(validating: rest[..<whole], as: UTF8.self) != nil else { return false }
            rest.removeFirst(whole)
        }
        return true
    }

    /// Bytes at the end that begin a letter without ending it.
    private static func unfinished(_ bytes: [UInt8]) -> Int {
        for back in 1...3 where back <= bytes.count {
            let byte = bytes[bytes.count - back]
            if byte & 0xC0 == 0xC0 {
                let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
                return length > back ? back : 0
            }
            if byte < 0x80 { return 0 }
        }
        return 0
    }
}
