import CLIP
import CLIPEvaluation
import CLIPWeights

/// What `prompts explain` found, as tables or as JSON.
struct ExplainOutput {
    let console: Console
    let explanation: PromptExplanation
    let file: PictureFile

    func write(
        _ format: ReportFormat, origin: @autoclosure () -> [(name: String, value: JSONText)]
    ) throws(CommandFailure) {
        switch format {
        case .table: try writeTables()
        case .json:
            let members =
                [(name: "schema", value: JSONText.integer(1))] + origin() + JSONText.path(file.path) + [
                    (name: "sha256", value: .string(file.hash.hex)),
                    (name: "wordings", value: .array(explanation.matches.map(json))),
                ]
            try console.result(JSONText.object(members).text + "\n")
        }
        try console.flush()
    }

    // MARK: Tables

    private func writeTables() throws(CommandFailure) {
        let isOfLabels = explanation.matches.contains { $0.wording.label != nil }
        let names = isOfLabels ? ["template", "label"] : ["text"]
        var table = Table(
            names.map { Table.Column(title: $0, shortens: true) }
                + ["cosine", "logit", "probability"].map { Table.Column(title: $0, alignsRight: true) },
            styled: console.stylesResults)
        let ordered = bestFirst()
        for match in ordered {
            let wording = match.wording
            let cells = isOfLabels ? [wording.template ?? "", wording.label ?? ""] : [wording.text]
            try console.result(
                table.add(
                    cells + [
                        DisplayNumber.fixed(match.cosine, decimals: 3),
                        DisplayNumber.fixed(match.logit, decimals: 2),
                        DisplayNumber.percent(match.probability),
                    ]))
        }
        try console.result(table.settle())
        try writeInfluences(ordered.filter { !$0.words.isEmpty })
    }

    private func writeInfluences(_ matches: [WordingMatch]) throws(CommandFailure) {
        guard !matches.isEmpty else { return }
        try console.result("\nHow the cosine changes when a word is left out:\n")
        var table = Table(
            [.init(title: "text", shortens: true), .init(title: "without")], styled: console.stylesResults)
        for match in matches {
            let words = match.words.map { "\($0.word) \(Self.signed($0.change))" }
            try console.result(table.add([match.wording.text, words.joined(separator: "  ")]))
        }
        try console.result(table.settle())
    }

    private static func signed(_ change: Float) -> String {
        let text = DisplayNumber.fixed(change, decimals: 3)
        return text.hasPrefix("-") ? text : "+" + text
    }

    /// Templates in the order given; within each, and among texts, the best match first.
    private func bestFirst() -> [WordingMatch] {
        var groups: [(template: String?, matches: [WordingMatch])] = []
        for match in explanation.matches {
            if let index = groups.firstIndex(where: { $0.template == match.wording.template }) {
                groups[index].matches.append(match)
            } else {
                groups.append((match.wording.template, [match]))
            }
        }
        return groups.flatMap { group in group.matches.sorted { $0.cosine > $1.cosine } }
    }

    // MARK: JSON

    private func json(_ match: WordingMatch) -> JSONText {
        let words = match.words.map { word in
            JSONText.object([
                (name: "word", value: .string(word.word)),
                (name: "cosine_without", value: .float(word.cosineWithout)),
                (name: "change", value: .float(word.change)),
            ])
        }
        return .object([
            (name: "text", value: .string(match.wording.text)),
            (name: "label", value: match.wording.label.map(JSONText.string) ?? .null),
            (name: "template", value: match.wording.template.map(JSONText.string) ?? .null),
            (name: "cosine", value: .float(match.cosine)), (name: "logit", value: .float(match.logit)),
            (name: "probability", value: .float(match.probability)), (name: "words", value: .array(words)),
        ])
    }
}
