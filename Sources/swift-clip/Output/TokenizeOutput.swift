import CLIP
import CLIPText

/// The results of `tokenize`, text by text.
struct TokenizeOutput {
    private let format: OutputFormat
    private let console: Console
    private let positions: Int
    private var stream: JSONStream

    init(_ format: OutputFormat, _ console: Console, positions: Int) {
        self.format = format
        self.console = console
        self.positions = positions
        stream = JSONStream(asLines: format == .jsonl)
    }

    /// Writes what stands before the first text.
    func begin(_ origin: [(name: String, value: JSONText)]) throws(CommandFailure) {
        switch format {
        case .table: break
        case .csv: try console.result(bytes: CSV.line(["text", "ids", "tokens", "truncated", "cut"]))
        case .json, .jsonl: try console.result(stream.header(origin))
        }
    }

    /// Writes one text's tokens.
    mutating func result(
        _ text: String, _ tokens: TokenizedText, pieces: [String]
    ) throws(CommandFailure) {
        switch format {
        case .table: try console.result(block(text, tokens, pieces))
        case .csv:
            let ids = tokens.ids.map(String.init).joined(separator: " ")
            let fields = [text, ids, pieces.joined(separator: " "), "\(tokens.truncated)", "\(tokens.cut)"]
            try console.result(bytes: CSV.line(fields))
        case .json, .jsonl:
            try console.result(
                stream.result(
                    .object([
                        (name: "text", value: .string(text)),
                        (name: "ids", value: .array(tokens.ids.map { .integer(Int($0)) })),
                        (name: "tokens", value: .strings(pieces)),
                        (name: "truncated", value: .bool(tokens.truncated)),
                        (name: "cut", value: .integer(tokens.cut)),
                    ])))
        }
    }

    /// Writes what stands after the last text.
    func end(interrupted: Bool) throws(CommandFailure) {
        if format == .json { try console.result(stream.end(interrupted: interrupted)) }
        try console.flush()
    }

    /// The text, then each token over its id, folded at 100 columns.
    private func block(_ text: String, _ tokens: TokenizedText, _ pieces: [String]) -> String {
        let cut = tokens.truncated ? ", \(tokens.cut) cut off" : ""
        let count = "\(tokens.ids.count) of \(positions) tokens\(cut)"
        var lines = ["\(DisplayText.safe(text))  (\(count))"]
        var upper: [String] = []
        var lower: [String] = []
        var width = 1
        for (piece, id) in zip(pieces.map(DisplayText.safe), tokens.ids.map(String.init)) {
            let column = max(DisplayText.width(piece), id.count)
            if width + 1 + column > 100 {
                lines += [Self.line(upper), Self.line(lower)]
                (upper, lower, width) = ([], [], 1)
            }
            width += 1 + column
            upper.append(piece + String(repeating: " ", count: column - DisplayText.width(piece)))
            lower.append(id + String(repeating: " ", count: column - id.count))
        }
        return (lines + [Self.line(upper), Self.line(lower)]).map { $0 + "\n" }.joined()
    }

    private static func line(_ cells: [String]) -> String {
        var line = "  " + cells.joined(separator: " ")
        while line.last == " " { line.removeLast() }
        return line
    }
}
