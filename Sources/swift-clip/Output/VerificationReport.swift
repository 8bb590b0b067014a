import CLIP
import CLIPHub
import CLIPWeights

/// What verifying a model found.
struct VerificationReport {
    let model: String
    var files: [FileVerification] = []
    /// What could not be read, or is no sound model.
    var failures: [String] = []
    /// The numbers of the model, once it is found sound.
    var parameters: Int?

    var isWrong: Bool { !failures.isEmpty || files.contains { $0.verdict.isWrong } }

    /// The result in a line.
    var summary: String {
        let wrong = files.filter(\.verdict.isWrong).map(\.name)
        let damaged =
            wrong.isEmpty
            ? []
            : [
                "\(wrong.joined(separator: ", ")): not what the hub has; remove the model and pull it again "
                    + "(swift-clip models remove, pull)"
            ]
        return "\(model) is not sound: " + (damaged + failures).joined(separator: "\n")
    }

    func print(_ format: OutputFormat, _ console: Console) throws(CommandFailure) {
        let titles = ["file", "bytes", "sha256", "verdict"]
        let rows = files.map { [$0.name, "\($0.bytes)", $0.sha256.hex, Self.text($0.verdict)] }
        switch format {
        case .table:
            var table = Table(
                titles.enumerated().map { .init(title: $0.element, alignsRight: $0.offset == 1) },
                styled: console.stylesResults)
            for row in rows {
                try console.result(table.add([row[0], row[1], String(row[2].prefix(12)), row[3]]))
            }
            try console.result(table.settle())
            if let parameters, failures.isEmpty {
                try console.result(
                    "\(DisplayText.safe(model)): names and shapes fit, all of \(parameters) numbers are finite, no matrix "
                        + "is all zeros, and there are vectors\n"
                )
            }
        case .csv:
            for row in [titles] + rows { try console.result(bytes: CSV.line(row)) }
        case .json, .jsonl: try console.result(json.text + "\n")
        }
        try console.flush()
    }

    private static func text(_ verdict: FileVerification.Verdict) -> String {
        switch verdict {
        case .hub: "as the hub has it"
        case .notHub: "NOT as the hub has it"
        case .published(let card): "published as \(card.paperName ?? card.pair)"
        case .unknown: "nothing to compare with"
        }
    }

    private static func word(_ verdict: FileVerification.Verdict) -> String {
        switch verdict {
        case .hub: "hub"
        case .notHub: "wrong"
        case .published: "published"
        case .unknown: "unknown"
        }
    }

    private var json: JSONText {
        .object([
            (name: "schema", value: .integer(1)), (name: "model", value: .string(model)),
            (name: "sound", value: .bool(!isWrong)),
            (
                name: "files",
                value: .array(
                    files.map { file in
                        var members: [(name: String, value: JSONText)] = [
                            (name: "name", value: .string(file.name)),
                            (name: "bytes", value: .integer(file.bytes)),
                            (name: "sha256", value: .string(file.sha256.hex)),
                            (name: "verdict", value: .string(Self.word(file.verdict))),
                        ]
                        if case .published(let card) = file.verdict {
                            members.append((name: "checkpoint", value: .string(card.pair)))
                        }
                        return .object(members)
                    })
            ),
            (name: "failures", value: .strings(failures)),
            (name: "parameters", value: parameters.map(JSONText.integer) ?? .null),
        ])
    }
}
