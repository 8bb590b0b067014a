/// Aligned columns, written row by row.
///
/// The first rows fix the widths; a later, wider cell pushes only its own row. So a table of any
/// length takes no memory.
struct Table {
    /// One column.
    struct Column {
        let title: String
        var alignsRight = false
        /// Long cells end with "…", for labels and texts; paths stay whole.
        var shortens = false
    }

    private let columns: [Column]
    private let styled: Bool
    private let columnLimit: Int?
    private var widths: [Int]?
    private var waiting: [[String]] = []
    private static let rowsThatFixWidths = 32
    /// A column is not made wider than this, and a label or text not shown longer.
    static let widest = 60

    /// - Parameters:
    ///   - styled: bold titles, for a terminal.
    ///   - limit: the terminal's columns: the last cell of a row ends there; nil for no limit.
    init(_ columns: [Column], styled: Bool, limit: Int? = nil) {
        self.columns = columns
        self.styled = styled
        columnLimit = limit
    }

    /// Takes a row; returns what can be written.
    mutating func add(_ row: [String]) -> String {
        let row = zip(row, columns).map { text, column in
            let cell = DisplayText.cell(text)
            return column.shortens ? DisplayText.clipped(cell, to: Self.widest) : cell
        }
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
            var cell = cell
            if let columnLimit, index > 0, index == row.count - 1 {
                cell = DisplayText.clipped(cell, to: max(columnLimit - DisplayText.width(text) - 2, 0))
            }
            let padding = String(repeating: " ", count: max(widths[index] - DisplayText.width(cell), 0))
            if index > 0 { text += "  " }
            text += columns[index].alignsRight ? padding + cell : cell + padding
        }
        while text.last == " " { text.removeLast() }
        return text + "\n"
    }
}
