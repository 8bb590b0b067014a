/// Names with values beside them, one below the other; long values go on in the next line.
struct FieldList {
    private var fields: [(name: String, value: String)] = []
    private let columns: Int?
    private let styled: Bool

    /// - Parameters:
    ///   - columns: the terminal's width; nil where nothing limits lines.
    ///   - styled: bold names, for a terminal.
    init(columns: Int?, styled: Bool) {
        self.columns = columns
        self.styled = styled
    }

    /// Adds a line.
    mutating func add(_ name: String, _ value: String) {
        fields.append((name, DisplayText.cell(value)))
    }

    /// All lines.
    var text: String {
        let indent = (fields.map { DisplayText.width($0.name) }.max() ?? 0) + 2
        var text = ""
        for field in fields {
            let padding = String(repeating: " ", count: indent - DisplayText.width(field.name))
            let name = styled ? "\u{1B}[1m\(field.name)\u{1B}[0m" : field.name
            // A terminal too narrow for words beside names wraps by itself.
            let room = columns.map { $0 - indent }.flatMap { $0 >= 24 ? $0 : nil }
            let lines = room.map { Self.folded(field.value, to: $0) } ?? [field.value]
            let margin = "\n" + String(repeating: " ", count: indent)
            text += name + padding + lines.joined(separator: margin) + "\n"
        }
        return text
    }

    /// The words of `text` in lines of at most `columns`; a longer word has a line of its own.
    private static func folded(_ text: String, to columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, DisplayText.width(line) + 1 + DisplayText.width(word) > columns {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [line]
    }
}
