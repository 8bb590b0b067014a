import CLIP
import CLIPWeights

/// The results of `similarity`: a matrix as JSON, or one line per pair.
struct SimilarityOutput {
    private let format: OutputFormat
    private let console: Console
    private let images: [PictureFile]
    private var names: [[UInt8]] = []
    private var compared = Compared(cosines: [], logits: nil, probabilities: nil)
    private var others: (name: String, value: JSONText) = ("texts", .null)

    /// Numbers of all pairs, `[images, others]`, row-major.
    private struct Compared {
        let cosines: [Float]
        /// Nil between pictures, for which the model learnt no scale.
        let logits: [Float]?
        /// Nil also with a single text, where softmax would always be 1.
        let probabilities: [Float]?
    }

    init(_ format: OutputFormat, _ console: Console, _ images: [PictureFile]) {
        self.format = format
        self.console = console
        self.images = images
    }

    /// Takes the comparison with texts.
    mutating func add(texts: [String], _ similarity: CLIP.Similarity) {
        names = texts.map { Array($0.utf8) }
        others = ("texts", .strings(texts))
        compared = Compared(
            cosines: similarity.cosines, logits: similarity.logits,
            probabilities: texts.count > 1 ? similarity.probabilities : nil)
    }

    /// Takes the comparison with other pictures.
    mutating func add(others pictures: [PictureFile], cosines: [Float]) {
        names = pictures.map(\.path.bytes)
        others = ("others", .strings(pictures.map(\.path.text)))
        compared = Compared(cosines: cosines, logits: nil, probabilities: nil)
    }

    /// Writes everything.
    func write(
        _ origin: @autoclosure () -> [(name: String, value: JSONText)],
        failed: [(path: RawPath, reason: String)]
    ) throws(CommandFailure) {
        switch format {
        case .table: try writeTable()
        case .csv: try writeCSV()
        case .json, .jsonl:
            try writeJSON(origin(), failed.map { JSONText.failure($0.path, reason: $0.reason) })
        }
        try console.flush()
    }

    private func writeTable() throws(CommandFailure) {
        var columns: [Table.Column] = [
            .init(title: "image"),
            .init(title: others.name == "texts" ? "text" : "other", shortens: others.name == "texts"),
            .init(title: "cosine", alignsRight: true),
        ]
        if compared.logits != nil { columns.append(.init(title: "logit", alignsRight: true)) }
        if compared.probabilities != nil { columns.append(.init(title: "score", alignsRight: true)) }
        var table = Table(columns, styled: console.stylesResults)
        for (row, image) in images.enumerated() {
            for (column, name) in names.enumerated() {
                let pair = row * names.count + column
                var cells = [
                    image.path.text, String(decoding: name, as: UTF8.self),
                    DisplayNumber.fixed(compared.cosines[pair], decimals: 3),
                ]
                if let logits = compared.logits {
                    cells.append(DisplayNumber.fixed(logits[pair], decimals: 2))
                }
                if let scores = compared.probabilities {
                    cells.append(DisplayNumber.percent(scores[pair]))
                }
                try console.result(table.add(cells))
            }
        }
        try console.result(table.settle())
    }

    private func writeCSV() throws(CommandFailure) {
        let other = others.name == "texts" ? "text" : "other"
        try console.result(bytes: CSV.line(["image", other, "cosine", "logit_per_image", "probability"]))
        for (row, image) in images.enumerated() {
            for (column, name) in names.enumerated() {
                let pair = row * names.count + column
                let numbers = [
                    compared.cosines[pair], compared.logits?[pair],
                    compared.probabilities?[pair],
                ]
                let texts = numbers.map { Array(($0.map { "\($0)" } ?? "").utf8) }
                try console.result(bytes: CSV.line([image.path.bytes, name] + texts))
            }
        }
    }

    /// As lines: a header with everything but the rows, then one object per picture.
    private func writeJSON(
        _ origin: [(name: String, value: JSONText)], _ failed: [JSONText]
    ) throws(CommandFailure) {
        var stream = JSONStream(asLines: true)
        if format == .jsonl {
            try console.result(stream.header(origin + [others]))
            for (row, image) in images.enumerated() {
                let members =
                    JSONText.path(image.path) + [
                        (name: "sha256", value: .string(image.hash.hex)),
                        (name: "cosines", value: numbers(compared.cosines, row)),
                        (name: "logits_per_image", value: numbers(compared.logits, row)),
                        (name: "probabilities", value: numbers(compared.probabilities, row)),
                    ]
                try console.result(stream.result(.object(members)))
            }
            for failure in failed { try console.result(stream.failure(failure)) }
            return
        }
        let members =
            [(name: "schema", value: JSONText.integer(1))] + origin + [
                (name: "images", value: .strings(images.map(\.path.text))), others,
                (name: "cosines", value: matrix(compared.cosines)),
                (name: "logits_per_image", value: matrix(compared.logits)),
                (name: "probabilities", value: matrix(compared.probabilities)),
                (name: "failed", value: .array(failed)),
            ]
        try console.result(JSONText.object(members).text + "\n")
    }

    private func matrix(_ values: [Float]?) -> JSONText {
        values == nil ? .null : .array(images.indices.map { numbers(values, $0) })
    }

    private func numbers(_ values: [Float]?, _ row: Int) -> JSONText {
        guard let values else { return .null }
        return .array(values[row * names.count..<(row + 1) * names.count].map { JSONText.float($0) })
    }
}
