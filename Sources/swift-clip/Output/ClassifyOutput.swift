import CLIP
import CLIPWeights

/// The results of `classify` in the format asked for, picture by picture.
struct ClassifyOutput {
    private let format: OutputFormat
    private let console: Console
    private let classifier: PictureClassifier
    private let showsNext: Bool
    private var table: Table
    private var stream: JSONStream

    /// - Parameter top: labels per picture; with one there is no column for the next ones.
    init(_ format: OutputFormat, _ console: Console, _ classifier: PictureClassifier, top: Int) {
        self.format = format
        self.console = console
        self.classifier = classifier
        var columns: [Table.Column] = [
            .init(title: "image"), .init(title: "label", shortens: true),
            .init(title: "score", alignsRight: true),
            .init(title: "cosine", alignsRight: true),
        ]
        showsNext = min(top, classifier.labels.count) > 1
        if showsNext { columns.append(.init(title: "next")) }
        table = Table(columns, styled: console.stylesResults, limit: console.resultColumns)
        stream = JSONStream(asLines: format == .jsonl)
    }

    /// Writes what stands before the first picture; where numbers come from is only asked for where it is
    /// written, because it takes reading all weights.
    func begin(_ origin: @autoclosure () -> [(name: String, value: JSONText)]) throws(CommandFailure) {
        switch format {
        case .table: break
        case .csv:
            try console.result(bytes: CSV.line(["image", "sha256", "rank", "label", "score", "cosine"]))
        case .json, .jsonl:
            var members = origin() + classifier.facts
            if let neutral = classifier.neutral {
                let value = JSONText.object([
                    (name: "name", value: .string(neutral.name)),
                    (name: "prompts", value: .strings(neutral.prompts)),
                ])
                members.append((name: "neutral", value: value))
            }
            try console.result(stream.header(members))
        }
    }

    /// Writes one picture's predictions.
    mutating func result(_ picture: PictureFile, _ predictions: [Prediction]) throws(CommandFailure) {
        switch format {
        case .table: try console.result(table.add(row(picture.path, predictions)))
        case .csv:
            for (rank, prediction) in predictions.enumerated() {
                let numbers = [prediction.score, prediction.cosine].map { $0.map { "\($0)" } ?? "" }
                let texts = [picture.hash.hex, "\(rank + 1)", prediction.label] + numbers
                try console.result(bytes: CSV.line([picture.path.bytes] + texts.map { Array($0.utf8) }))
            }
        case .json, .jsonl:
            let members =
                JSONText.path(picture.path) + [
                    (name: "sha256", value: .string(picture.hash.hex)),
                    (name: "predictions", value: .array(predictions.map(Self.json))),
                ]
            try console.result(stream.result(.object(members)))
        }
    }

    /// Notes one picture that failed; a table and CSV leave that to standard error.
    mutating func failure(_ path: RawPath, reason: String) throws(CommandFailure) {
        guard format == .json || format == .jsonl else { return }
        try console.result(stream.failure(.failure(path, reason: reason)))
    }

    /// Writes what stands after the last picture.
    mutating func end(interrupted: Bool) throws(CommandFailure) {
        switch format {
        case .table: try console.result(table.settle())
        case .csv: break
        case .json, .jsonl: try console.result(stream.end(interrupted: interrupted))
        }
        try console.flush()
    }

    private func row(_ path: RawPath, _ predictions: [Prediction]) -> [String] {
        let best = predictions.first ?? .unknown
        let next = predictions.dropFirst().map { prediction in
            let value =
                classifier.hasScores
                ? DisplayNumber.percent(prediction.score)
                : DisplayNumber.fixed(prediction.cosine, decimals: 3)
            let label = DisplayText.cell(prediction.label)
            return "\(DisplayText.clipped(label, to: Table.widest)) \(value)"
        }
        let cells = [
            path.text, best.label, DisplayNumber.percent(best.score),
            DisplayNumber.fixed(best.cosine, decimals: 3),
        ]
        return showsNext ? cells + [next.joined(separator: ", ")] : cells
    }

    private static func json(_ prediction: Prediction) -> JSONText {
        .object([
            (name: "label", value: .string(prediction.label)),
            (name: "score", value: .float(prediction.score)),
            (name: "cosine", value: .float(prediction.cosine)),
        ])
    }
}
