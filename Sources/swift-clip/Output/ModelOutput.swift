import CLIP
import CLIPHub
import CLIPImages

/// Models in the format asked for.
struct ModelOutput {
    private let format: OutputFormat
    private let console: Console

    init(_ format: OutputFormat, _ console: Console) {
        self.format = format
        self.console = console
    }

    /// All that is known of one model.
    /// - Parameter card: the checkpoint's, if it is a published one.
    func info(_ model: CLIPModel, _ card: ModelCard?) throws(CommandFailure) {
        let members =
            Self.members(of: model) + ModelFacts.members(of: model, card) + [
                (name: "space", value: .string(model.space(remembering: .standard()).hex))
            ]
        switch format {
        case .table, .csv:
            var table = Table([.init(title: "field"), .init(title: "value")], styled: console.stylesResults)
            if format == .csv { try console.result(bytes: CSV.line(["field", "value"])) }
            for (name, value) in members {
                let text = value.text == "null" ? (format == .csv ? "" : "unknown") : Self.plain(value)
                if format == .csv {
                    try console.result(bytes: CSV.line([name, text]))
                } else {
                    try console.result(table.add([name, text]))
                }
            }
            try console.result(table.settle())
        case .json, .jsonl:
            let document = JSONText.object([(name: "schema", value: .integer(1))] + members)
            try console.result(document.text + "\n")
        }
        try console.flush()
    }

    /// One line per prepared tower.
    func prepared(_ towers: [CLIPModel.PreparedTower]) throws(CommandFailure) {
        let titles = ["tower", "bytes", "state", "file"]
        let rows = towers.map {
            ["\($0.tower)", "\($0.bytes)", $0.wasThere ? "was there" : "written", $0.path]
        }
        switch format {
        case .table:
            var table = Table(
                titles.enumerated().map { .init(title: $0.element, alignsRight: $0.offset == 1) },
                styled: console.stylesResults)
            for row in rows { try console.result(table.add(row)) }
            try console.result(table.settle())
        case .csv:
            for row in [titles] + rows { try console.result(bytes: CSV.line(row)) }
        case .json, .jsonl:
            let members = towers.map { tower in
                JSONText.object([
                    (name: "tower", value: .string("\(tower.tower)")),
                    (name: "bytes", value: .integer(tower.bytes)),
                    (name: "written", value: .bool(!tower.wasThere)),
                    (name: "file", value: .string(tower.path)),
                ])
            }
            let document = JSONText.object([
                (name: "schema", value: .integer(1)), (name: "towers", value: .array(members)),
            ])
            try console.result(document.text + "\n")
        }
        try console.flush()
    }

    /// What is said of a model in JSON.
    static func members(of model: CLIPModel) -> [(name: String, value: JSONText)] {
        let configuration = model.configuration
        var members: [(name: String, value: JSONText)] = [
            (name: "name", value: .string(model.name)),
            (name: "layout", value: .string(model.folder.layout.rawValue)),
        ]
        if let vision = configuration.vision {
            members += [
                (name: "vision", value: .string(kind(vision))),
                (name: "input", value: .integer(vision.imageSize)),
            ]
        }
        members.append((name: "embedding", value: .integer(configuration.embedDimension)))
        if let text = configuration.text {
            members += [
                (name: "tokens", value: .integer(text.contextLength)),
                (name: "vocabulary", value: .integer(text.vocabularySize)),
                (name: "text_width", value: .integer(text.width)),
                (name: "text_layers", value: .integer(text.layers)),
                (name: "text_heads", value: .integer(text.heads)),
            ]
        }
        if let activation = configuration.activation {
            members.append((name: "activation", value: .string(activation.rawValue)))
        }
        members.append((name: "parameters", value: .integer(configuration.parameterCount)))
        if configuration.towers == .both {
            members.append((name: "logit_scale", value: .float(model.logitScale)))
        }
        return configuration.vision == nil ? members : members + Self.members(of: model.preprocessing)
    }

    private static func members(of preprocessing: Preprocessing) -> [(name: String, value: JSONText)] {
        [
            (name: "mean", value: .array((0..<3).map { .float(preprocessing.mean[$0]) })),
            (name: "std", value: .array((0..<3).map { .float(preprocessing.standardDeviation[$0]) })),
            (name: "interpolation", value: .string(preprocessing.interpolation.rawValue)),
            (name: "resize", value: .string(preprocessing.resizeMode.rawValue)),
            (name: "resized_side", value: .integer(preprocessing.resizedSide ?? preprocessing.size)),
            (name: "rescale_factor", value: .float(Float(preprocessing.rescaleFactor))),
            (name: "fill", value: .integer(Int(preprocessing.fill))),
            (name: "crop_rounding", value: .string(preprocessing.cropRounding.rawValue)),
            (name: "colour_order", value: .string(preprocessing.colourOrder.rawValue)),
        ]
    }

    /// The vision tower in the words of the paper's tables.
    static func kind(_ vision: ModelConfiguration.Vision) -> String {
        switch vision {
        case .vit(let sizes):
            "transformer, patch \(sizes.patchSize), width \(sizes.width), \(sizes.layers) layers, \(sizes.heads) heads"
        case .resnet(let sizes):
            "ResNet, width \(sizes.width), layers \(sizes.layers.map(String.init).joined(separator: "-"))"
        }
    }

    /// A value without JSON's quotes and brackets.
    private static func plain(_ value: JSONText) -> String {
        let text = value.text.filter { !"\"[]".contains($0) }
        guard value.text.hasPrefix("[") else { return text }
        return text.split(separator: ",").joined(separator: ", ")
    }
}
