import CLIP
import CLIPEvaluation

/// What a search found, by either way.
enum FoundPrompts {
    case labelled(PromptSearch)
    case unlabelled(UnlabelledSearch)

    var templates: [PromptTemplate] {
        switch self {
        case .labelled(let search): search.templates
        case .unlabelled(let search): search.templates
        }
    }

    /// Templates that the search came upon, kept or not.
    var found: Int {
        switch self {
        case .labelled(let search): search.steps.count
        case .unlabelled(let search): search.templates.count
        }
    }

    var candidates: Int {
        switch self {
        case .labelled(let search): search.candidates
        case .unlabelled(let search): search.candidates.count
        }
    }
}

/// What was found, by which pictures, and how it does on others.
struct SearchOutput {
    let console: Console
    let found: FoundPrompts
    /// The pictures that were searched by.
    let seen: [String]
    let seed: UInt32
    let shots: Int?
    /// On pictures that were not; nil where none of those has a label.
    let comparison: PromptComparison?

    // MARK: Tables

    func writeTables() throws(CommandFailure) {
        let by = shots.map { "\($0) per class, seed \(seed)" } ?? "without labels, seed \(seed)"
        let count = found.found
        try console.result(
            "\(DisplayNumber.count(count, "template")) of \(found.candidates) candidates, found by "
                + "\(DisplayNumber.count(seen.count, "picture")) (\(by)):\n\n")
        switch found {
        case .labelled(let search): try write(search)
        case .unlabelled(let search): try write(search)
        }
        guard let comparison else {
            console.note("no picture that the search did not see has a label: nothing to test with")
            return
        }
        try console.result("\nOn pictures that the search never saw:\n")
        try ComparisonOutput(console: console, comparison: comparison).writeTables(classesOf: ["found"])
        if let better = Self.better(in: comparison), let found = comparison.sets.last {
            let points = (better.accuracy.value - found.accuracy.value) * 100
            try console.result(
                "\nThe search lost here: \(better.name) does better than what was found, by "
                    + "\(DisplayNumber.fixed(Float(points), decimals: 1)) points on pictures that were not searched by. Keep "
                    + "--template-set \(better.name), or search by more pictures.\n")
        }
    }

    /// The best of the known sets, where it does better on unseen pictures than what was found.
    private static func better(in comparison: PromptComparison) -> PromptComparison.SetResult? {
        guard let found = comparison.sets.last else { return nil }
        let known = comparison.sets.dropLast().max { $0.accuracy.value < $1.accuracy.value }
        return known.flatMap { $0.accuracy.value > found.accuracy.value ? $0 : nil }
    }

    private func write(_ search: PromptSearch) throws(CommandFailure) {
        var table = Table(
            [.init(title: "template", shortens: true)]
                + ["right", "log-likelihood", "held out: right", "log-likelihood"].map {
                    .init(title: $0, alignsRight: true)
                }, styled: console.stylesResults)
        for step in search.steps {
            try console.result(
                table.add([
                    step.template.text, "\(step.right)",
                    DisplayNumber.fixed(Float(step.logLikelihood), decimals: 3), "\(step.heldOutRight)",
                    DisplayNumber.fixed(Float(step.heldOutLogLikelihood), decimals: 3),
                ]))
        }
        try console.result(table.settle())
        try console.result(
            "each row with the rows above it; of \(search.pictures) pictures, held out in \(search.folds) parts\n"
        )
        let known = search.known.map { known in
            "\(known.set.name) \(known.right) right, log-likelihood "
                + DisplayNumber.fixed(Float(known.logLikelihood), decimals: 3)
        }
        try console.result("the same pictures without a search: \(known.joined(separator: "; "))\n")
        if let kept = search.kept {
            try console.result(
                "Held out, what was found is not better than \(kept.name), which is kept; more --shots may find more.\n"
            )
        }
    }

    private func write(_ search: UnlabelledSearch) throws(CommandFailure) {
        var table = Table(
            [.init(title: "template", shortens: true)]
                + ["score", "deviations"].map { .init(title: $0, alignsRight: true) },
            styled: console.stylesResults)
        for candidate in search.candidates where candidate.isChosen {
            try console.result(
                table.add([
                    candidate.template.text, DisplayNumber.fixed(Float(candidate.score), decimals: 3),
                    DisplayNumber.fixed(Float(candidate.deviation), decimals: 2),
                ]))
        }
        try console.result(table.settle())
    }

    // MARK: JSON

    func writeJSON(_ origin: [(name: String, value: JSONText)]) throws(CommandFailure) {
        let members =
            [(name: "schema", value: JSONText.integer(1))] + origin + [
                (name: "templates", value: .strings(found.templates.map(\.text))),
                (name: "candidates", value: .integer(found.candidates)),
                (name: "shots", value: shots.map(JSONText.integer) ?? .null),
                (name: "seed", value: .integer(Int(seed))), (name: "searched_by", value: .strings(seen)),
                (name: "search", value: search), (name: "kept", value: kept),
                (name: "known", value: known),
                (
                    name: "better_on_unseen",
                    value: comparison.flatMap { Self.better(in: $0) }.map { .string($0.name) } ?? .null
                ),
                (
                    name: "unseen",
                    value: comparison.map { .object(ComparisonOutput.members($0)) } ?? .null
                ),
            ]
        try console.result(JSONText.object(members).text + "\n")
    }

    private var kept: JSONText {
        guard case .labelled(let search) = found, let kept = search.kept else { return .null }
        return .string(kept.name)
    }

    private var known: JSONText {
        guard case .labelled(let search) = found else { return .null }
        return .array(
            search.known.map { known in
                .object([
                    (name: "set", value: .string(known.set.name)),
                    (name: "right", value: .integer(known.right)),
                    (name: "log_likelihood", value: .double(known.logLikelihood)),
                ])
            })
    }

    private var search: JSONText {
        switch found {
        case .labelled(let search):
            .array(
                search.steps.map { step in
                    .object([
                        (name: "template", value: .string(step.template.text)),
                        (name: "right", value: .integer(step.right)),
                        (name: "log_likelihood", value: .double(step.logLikelihood)),
                        (name: "held_out_right", value: .integer(step.heldOutRight)),
                        (name: "held_out_log_likelihood", value: .double(step.heldOutLogLikelihood)),
                    ])
                })
        case .unlabelled(let search):
            .array(
                search.candidates.map { candidate in
                    .object([
                        (name: "template", value: .string(candidate.template.text)),
                        (name: "score", value: .double(candidate.score)),
                        (name: "deviation", value: .double(candidate.deviation)),
                        (name: "chosen", value: .bool(candidate.isChosen)),
                    ])
                })
        }
    }
}
