import CLIP

/// What a conversion wrote.
struct ConversionReport {
    let output: String
    let layout: WrittenLayout
    let files: [ModelConversion.WrittenFile]
    /// The written model's.
    let space: SpaceIdentity
    /// The parts in which it is not the source's.
    let differences: [SpaceIdentity.Component]

    func print(_ format: OutputFormat, _ console: Console) throws(CommandFailure) {
        switch format {
        case .table:
            var table = Table(
                [.init(title: "file"), .init(title: "bytes", alignsRight: true)],
                styled: console.stylesResults)
            for file in files { try console.result(table.add([file.name, "\(file.bytes)"])) }
            try console.result(table.settle())
            try console.result("\(DisplayText.safe(output)): \(spaceText)\n")
        case .csv:
            try console.result(bytes: CSV.line(["file", "bytes"]))
            for file in files { try console.result(bytes: CSV.line([file.name, "\(file.bytes)"])) }
        case .json, .jsonl: try console.result(json.text + "\n")
        }
        try console.flush()
    }

    private var spaceText: String {
        differences.isEmpty
            ? "the same space, \(space.hex.prefix(12))"
            : "another space, \(space.hex.prefix(12)): it differs by \(differences.map(\.rawValue).joined(separator: ", "))"
    }

    private var json: JSONText {
        .object([
            (name: "schema", value: .integer(1)), (name: "output", value: .string(output)),
            (name: "layout", value: .string(layout.layout.rawValue)),
            (
                name: "files",
                value: .array(
                    files.map { file in
                        .object([
                            (name: "name", value: .string(file.name)),
                            (name: "bytes", value: .integer(file.bytes)),
                        ])
                    })
            ),
            (name: "space", value: .string(space.hex)),
            (name: "space_kept", value: .bool(differences.isEmpty)),
            (name: "differences", value: .strings(differences.map(\.rawValue))),
        ])
    }
}
