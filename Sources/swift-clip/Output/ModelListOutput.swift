import CLIP

/// A list of models in the format asked for.
struct ModelListOutput {
    let format: OutputFormat
    let console: Console

    func write(_ models: [ModelListing]) throws(CommandFailure) {
        switch format {
        case .table:
            var table = Table(
                ModelListing.titles.enumerated().map {
                    .init(title: $0.element, alignsRight: (2...5).contains($0.offset))
                },
                styled: console.stylesResults)
            for model in models { try console.result(table.add(model.row(plain: false))) }
            try console.result(table.settle())
        case .csv:
            for row in [ModelListing.titles] + models.map({ $0.row(plain: true) }) {
                try console.result(bytes: CSV.line(row))
            }
        case .json:
            let document = JSONText.object([
                (name: "schema", value: .integer(1)), (name: "models", value: .array(models.map(\.json))),
            ])
            try console.result(document.text + "\n")
        case .jsonl:
            try console.result(JSONText.object([(name: "schema", value: .integer(1))]).text + "\n")
            for model in models { try console.result(model.json.text + "\n") }
        }
        try console.flush()
    }
}
