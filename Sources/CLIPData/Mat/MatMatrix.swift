/// A matrix of a MATLAB file: numbers, text, cells or a table, with its name and sizes.
enum MatMatrix {
    private static let deepest = 32
    private static let mostFields = 1 << 16
    /// What a value takes at least: itself, its sizes and their places in lists.
    private static let valueBytes = 128

    /// Reads a matrix.
    /// - Parameters:
    ///   - room: bytes that values may still take in memory, which can be many times what they take in the file: a
    ///     packed file of kilobytes may say millions of empty cells.
    ///   - take: gets its name and value.
    static func read(
        _ bytes: ArraySlice<UInt8>, isLittle: Bool, depth: Int, room: inout Int,
        take: (String, MatValue) -> Void
    ) throws(MatFault) {
        guard depth < deepest else { throw MatFault(reason: "values nested deeper than \(deepest)") }
        try spend(valueBytes, of: &room)
        // An empty cell may be a matrix without anything.
        guard !bytes.isEmpty else { return take("", .numbers([], shape: [0, 0])) }
        var reader = MatReader(bytes, isLittle: isLittle)
        guard let flags = try reader.element(), flags.bytes.count == 8, flags.type == .uint32,
            let sizes = try reader.element(), sizes.type == .int32, let name = try reader.element()
        else { throw MatFault(reason: "a matrix without its flags, sizes and name") }
        let shape = try reader.numbers(sizes).map { Int($0) }
        var count = 1
        for size in shape {
            let (product, overflows) = count.multipliedReportingOverflow(by: size)
            guard size >= 0, !overflows else { throw MatFault(reason: "a matrix of \(shape)") }
            count = product
        }
        let label = try reader.text(name)
        let kind = Int(reader.number(flags.bytes.prefix(4))) & 0xFF
        switch kind {
        case 1: take(label, .cells(try values(&reader, count, depth: depth, room: &room)))
        case 2: take(label, try table(&reader, count, depth: depth, room: &room))
        case 4: take(label, try text(&reader, shape, room: &room))
        case 6...15:
            guard let element = try reader.element() else {
                throw MatFault(reason: "a matrix without its numbers")
            }
            try spend(element.bytes.count / (element.type.size ?? 1) * 8, of: &room)
            let numbers = try reader.numbers(element)
            guard numbers.count == count else {
                throw MatFault(reason: "\(numbers.count) numbers in a matrix of \(shape)")
            }
            // An imaginary part is not needed by anyone here.
            take(label, .numbers(numbers, shape: shape))
        default: take(label, .other)
        }
    }

    /// Matrices one after the other. Each takes eight bytes at least, so the file bounds their number.
    private static func values(
        _ reader: inout MatReader, _ count: Int, depth: Int, room: inout Int
    ) throws(MatFault) -> [MatValue] {
        var values: [MatValue] = []
        for _ in 0..<count {
            guard let element = try reader.element(), element.type == .matrix else {
                throw MatFault(reason: "\(values.count) values where \(count) were said to be")
            }
            try read(element.bytes, isLittle: reader.isLittle, depth: depth + 1, room: &room) {
                values.append($1)
            }
        }
        return values
    }

    /// The names of the fields, each of one length, then the fields of each row.
    private static func table(
        _ reader: inout MatReader, _ rows: Int, depth: Int, room: inout Int
    ) throws(MatFault) -> MatValue {
        guard let width = try reader.element().map({ Int(reader.number($0.bytes.prefix(4))) }),
            let names = try reader.element(), width > 0, names.bytes.count % width == 0,
            names.bytes.count / width <= mostFields
        else { throw MatFault(reason: "a table without the names of its fields") }
        let fields = stride(from: names.bytes.startIndex, to: names.bytes.endIndex, by: width).map { place in
            String(decoding: names.bytes[place..<place + width].prefix { $0 != 0 }, as: UTF8.self)
        }
        let (count, overflows) = rows.multipliedReportingOverflow(by: fields.count)
        guard !overflows else { throw MatFault(reason: "a table of \(rows) rows") }
        let all = try values(&reader, count, depth: depth, room: &room)
        var columns: [String: [MatValue]] = [:]
        for (index, field) in fields.enumerated() {
            columns[field] = stride(from: index, to: all.count, by: max(fields.count, 1)).map { all[$0] }
        }
        return .table(columns)
    }

    /// A row of characters; several rows become one text after the other's end.
    private static func text(
        _ reader: inout MatReader, _ shape: [Int], room: inout Int
    ) throws(MatFault) -> MatValue {
        guard let element = try reader.element() else { return .text("") }
        // As numbers or scalars on the way, then letters or rows.
        try spend(element.bytes.count * 8, of: &room)
        let text = try reader.text(element)
        guard shape.count == 2, shape[0] > 1 else { return .text(text) }
        // The first axis runs fastest: letters of a row are that far apart.
        let letters = Array(text.unicodeScalars)
        guard !letters.isEmpty else { return .text("") }
        guard letters.count >= shape[0] else {
            throw MatFault(reason: "\(letters.count) characters in a matrix of \(shape)")
        }
        let rows = (0..<shape[0]).map { row in
            String(
                String.UnicodeScalarView(
                    stride(from: row, to: letters.count, by: shape[0]).map { letters[$0] }))
        }
        return .text(rows.joined(separator: "\n"))
    }

    private static func spend(_ bytes: Int, of room: inout Int) throws(MatFault) {
        room -= bytes
        guard room >= 0 else { throw MatFault(reason: "its values would take too much memory") }
    }
}
