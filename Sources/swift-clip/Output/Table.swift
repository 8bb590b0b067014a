/// Aligned columns, written row by row.
///
/// The first rows fix the widths; a later, wider cell pushes only its own row. So a table of any
/// length takes no memory.
struct Table {
    /// One column.
    struct Column {
        let title: String
        var alignsRight = false
    }

    private let columns: [Column]
    private let styled: Bool
    private var widths: [Int]?
    private var waiting: [[String]] = []
    private static let rowsThatFixWidths = 32
    private static let widest = 60

    /// - Parameter styled: bold titles, for a terminal.
    init(_ columns: [Column], styled: Bool) {
        self.columns = columns
        self.styled = styled
    }

    /// Takes a row; returns what can be written.
    mutating func add(_ row: [String]) -> String {
        let row = row.map { DisplayText.safe($0) }
        if let widths { return line(row, widths) }
        waiting.append(row)
        return waiting.count >= Self.rowsThatFixWidths ? settle() : ""
    }

    /// Fixes the widths by the rows so far; returns what can be written.
    mutating func settle() -> String {
        guard widths == nil, !waiting.isEmpty else { return "" }
        let widths = columns.indices.map { index in
            let cells = waiting.map { DisplayText.width($0[index]) }
            return max(DisplayText.width(columns[index].title), min(cells.max() ?? 0, Self.widest))
        }
        self.widths = widths
        let title = line(columns.map(\.title), widths)
        let head = styled ? "\u{1B}[1m\(title.dropLast())\u{1B}[0m\n" : title
        defer { waiting = [] }
        return waiting.reduce(head) { $0 + line($1, widths) }
    }

    private func line(_ row: [String], _ widths: [Int]) -> String {
        var text = ""
        for (index, cell) in row.enumerated() {
            let padding = String(repeating: " ", count: max(widths[index] - DisplayText.width(cell), 0))
            if index > 0 { text += "  " }
            text += columns[index].alignsRight ? padding + cell : cell + padding
        }
        while text.last == " " { text.removeLast() }
        return text + "\n"
    }
}
