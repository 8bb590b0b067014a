import CLIP
import CLIPWeights

/// How two models differ, in the format asked for.
struct DifferenceOutput {
    private let difference: ModelDifference
    private let format: OutputFormat
    private let console: Console

    init(_ difference: ModelDifference, _ format: OutputFormat, _ console: Console) {
        self.difference = difference
        self.format = format
        self.console = console
    }

    func print() throws(CommandFailure) {
        switch format {
        case .table:
            var table = Table(
                ["what", "first", "second", "max |Δ|"].map { .init(title: $0) }, styled: console.stylesResults
            )
            for row in rows { try console.result(table.add(row)) }
            try console.result(table.settle())
            try console.result(summary + "\n")
        case .csv:
            try console.result(bytes: CSV.line(["what", "first", "second", "largest"]))
            for row in rows { try console.result(bytes: CSV.line(row)) }
        case .json, .jsonl: try console.result(json.text + "\n")
        }
        try console.flush()
    }

    /// The settings that differ, by the part that they belong to.
    private var settings: [(part: String, all: [ModelDifference.Setting])] {
        [
            ("configuration", difference.configuration), ("preprocessing", difference.preprocessing),
            ("tokenizer", difference.tokenizer),
        ]
    }

    private var unequal: [TensorDifference] { difference.tensors.filter { !$0.isEqual } }

    private var rows: [[String]] {
        settings.flatMap { part, all in
            all.map { ["\(part): \($0.name)", $0.first ?? "none", $0.second ?? "none", ""] }
        }
            + unequal.map { tensor in
                [
                    tensor.name, Self.text(tensor.firstType, tensor.firstShape),
                    Self.text(tensor.secondType, tensor.secondShape),
                    tensor.largest.map { "\($0)" } ?? "",
                ]
            }
    }

    private static func text(_ type: ElementType?, _ shape: [Int]?) -> String {
        guard let type, let shape else { return "none" }
        return "\(type.rawValue) \(shape)"
    }

    private var summary: String {
        let stored = difference.tensors.count { $0.firstType != $0.secondType && $0.isEqual }
        let kinds = stored == 0 ? "" : " (\(stored) of them stored in another type)"
        let equal = difference.tensors.count { $0.isEqual }
        let tensors =
            unequal.isEmpty
            ? "all \(DisplayNumber.count(equal, "tensor")) equal\(kinds)"
            : "\(DisplayNumber.count(unequal.count, "tensor")) of \(difference.tensors.count) not equal, "
                + "max |Δ| \(difference.largest.map { "\($0)" } ?? "unknown")"
        let space =
            difference.space.isEmpty
            ? "the same space"
            : "another space: it differs by \(difference.space.map(\.rawValue).joined(separator: ", "))"
        return "\(tensors); \(space)"
    }

    private var json: JSONText {
        func strings(_ text: String?) -> JSONText { text.map(JSONText.string) ?? .null }
        func shape(_ sizes: [Int]?) -> JSONText { sizes.map { .array($0.map(JSONText.integer)) } ?? .null }
        let parts = settings.map { part, all in
            (
                name: part,
                value: JSONText.array(
                    all.map { setting in
                        .object([
                            (name: "name", value: .string(setting.name)),
                            (name: "first", value: strings(setting.first)),
                            (name: "second", value: strings(setting.second)),
                        ])
                    })
            )
        }
        let tensors = unequal.map { tensor in
            JSONText.object([
                (name: "name", value: .string(tensor.name)),
                (name: "first_type", value: strings(tensor.firstType?.rawValue)),
                (name: "second_type", value: strings(tensor.secondType?.rawValue)),
                (name: "first_shape", value: shape(tensor.firstShape)),
                (name: "second_shape", value: shape(tensor.secondShape)),
                (name: "largest", value: .float(tensor.largest)),
            ])
        }
        return .object(
            [
                (name: "schema", value: .integer(1)), (name: "equal", value: .bool(difference.isEmpty)),
                (name: "space", value: .strings(difference.space.map(\.rawValue))),
            ] + parts + [
                (name: "tensors", value: .integer(difference.tensors.count)),
                (
                    name: "stored_differently",
                    value: .integer(difference.tensors.count { $0.firstType != $0.secondType })
                ),
                (name: "different", value: .array(tensors)),
                (name: "largest", value: .float(difference.largest)),
            ])
    }
}
