import CLIP
import CLIPData
import CLIPEvaluation
import CLIPGradients

/// What `prompts learn` found, as tables or as JSON.
struct LearnOutput {
    /// Pictures that a classifier recognises.
    struct Accuracy {
        let right: Int
        let count: Int
        let estimate: Estimate

        init(right: Int, of count: Int) {
            (self.right, self.count) = (right, count)
            estimate = Estimate(part: right, of: count)
        }
    }

    let console: Console
    let data: String
    let options: ContextOptions
    let chosen: ChosenExamples
    let source: LabelledEmbeddings
    let learned: LearnedContext
    let zeroShot: Accuracy
    let learnedAccuracy: Accuracy
    /// What the accuracies are of.
    let reported: String
    let nearest: [[NearToken]]

    func write(
        _ format: ReportFormat, origin: @autoclosure () -> [(name: String, value: JSONText)]
    ) throws(CommandFailure) {
        switch format {
        case .table: try writeTables()
        case .json:
            let members = [(name: "schema", value: JSONText.integer(1))] + origin() + self.members
            try console.result(JSONText.object(members).text + "\n")
        }
        try console.flush()
    }

    // MARK: Tables

    private func writeTables() throws(CommandFailure) {
        var table = Table(
            [
                .init(title: "classifier"), .init(title: "accuracy", alignsRight: true),
                .init(title: "95 % interval", alignsRight: true), .init(title: "n", alignsRight: true),
            ], styled: console.stylesResults)
        let shots = DisplayNumber.count(options.shots, "shot")
        for (name, accuracy) in [
            ("\"a photo of a {}.\"", zeroShot),
            ("\(DisplayNumber.count(learned.vectors.rows, "learned vector")), \(shots)", learnedAccuracy),
        ] {
            try console.result(
                table.add([
                    name, Self.percent(accuracy.estimate.value),
                    accuracy.estimate.interval.map {
                        "\(Self.percent($0.lowerBound)) – \(Self.percent($0.upperBound))"
                    }
                        ?? "",
                    DisplayNumber.grouped(accuracy.count),
                ]))
        }
        try console.result(table.settle())
        if learnedAccuracy.right < zeroShot.right {
            let points = (zeroShot.estimate.value - learnedAccuracy.estimate.value) * 100
            try console.result(
                "\nThe words do better than what was learned, by \(DisplayNumber.fixed(Float(points), decimals: 1)) points on "
                    + "pictures that were not learned from: keep the words, learn from more pictures, or let further ones "
                    + "choose the epoch (--validation-shots).\n")
        }
        let steps = learned.losses.count
        try console.result(
            "\nLearned from \(DisplayNumber.count(chosen.learning.count, "picture")) of "
                + "\(DisplayNumber.grouped(source.classes.count)) classes, reported on \(reported). "
                + "\(DisplayNumber.count(steps, "step")) of \(DisplayNumber.fixed(Float(learned.secondsPerStep * 1000), decimals: 1)) ms; loss "
                + "\(Self.fixed(learned.epochLosses.first)) in the first epoch, \(Self.fixed(learned.epochLosses.last)) in the "
                + "last\(chosenEpoch).\n\n")
        var words = Table(
            [
                .init(title: "vector", alignsRight: true),
                .init(title: "nearest tokens, and how far they are"),
            ],
            styled: console.stylesResults)
        for (index, tokens) in nearest.enumerated() {
            let cells = tokens.map {
                "\(Self.word($0)) \(DisplayNumber.fixed(Float($0.distance), decimals: 3))"
            }
            try console.result(words.add(["\(index + 1)", cells.joined(separator: "  ")]))
        }
        try console.result(words.settle())
    }

    /// Which epoch's vectors these are, where pictures chose it.
    private var chosenEpoch: String {
        guard !learned.validation.isEmpty else { return "" }
        return learned.epoch == 0
            ? "; no epoch beat the start on the pictures that choose, so the start is kept"
            : "; vectors of epoch \(learned.epoch)"
    }

    private static func word(_ token: NearToken) -> String {
        String(token.text.reversed().drop { $0 == " " }.reversed())
    }

    private static func percent(_ value: Double) -> String { DisplayNumber.percent(Float(value)) }
    private static func fixed(_ value: Double?) -> String {
        DisplayNumber.fixed(value.map { Float($0) }, decimals: 3)
    }

    // MARK: JSON

    private var members: [(name: String, value: JSONText)] {
        [
            ("dataset", .string(data)), ("task", .string("prompts learn")),
            ("classes", .strings(source.classes.map { $0.names[0] })),
            ("settings", settings),
            ("reported_on", .string(reported)),
            ("zero_shot", json(zeroShot)), ("learned", json(learnedAccuracy)),
            ("is_worse", .bool(learnedAccuracy.right < zeroShot.right)), ("epoch", .integer(learned.epoch)),
            ("losses", .array(learned.epochLosses.map(JSONText.double))),
            ("validation", .array(learned.validation.map(JSONText.double))),
            ("steps", .integer(learned.losses.count)),
            ("seconds_per_step", .double(learned.secondsPerStep)),
            ("learned_from", .strings(chosen.learning.map { source.ids[$0] })),
            ("validated_on", .strings(chosen.validation.map { source.ids[$0] })),
            (
                "nearest",
                .array(
                    nearest.map { tokens in
                        .array(
                            tokens.map {
                                .object([
                                    ("token", .string(Self.word($0))), ("id", .integer(Int($0.id))),
                                    ("distance", .double($0.distance)),
                                ])
                            })
                    })
            ),
        ]
    }

    private var settings: JSONText {
        let settings = options.settings
        return .object([
            ("shots", .integer(options.shots)), ("validation_shots", .integer(options.validationShots)),
            ("context", .integer(learned.vectors.rows)),
            ("init", start),
            ("epochs", .integer(settings.epochs)), ("batch", .integer(settings.batchSize)),
            ("lr", .double(settings.rate)), ("momentum", .double(settings.momentum)),
            ("weight_decay", .double(settings.weightDecay)), ("seed", .integer(Int(settings.seed))),
        ])
    }

    /// The words that were begun with; null for random vectors.
    private var start: JSONText {
        guard case .words(let words) = options.settings.start else { return .null }
        return .string(words)
    }

    private func json(_ accuracy: Accuracy) -> JSONText {
        let interval = accuracy.estimate.interval
        return .object([
            ("acc1", .double(accuracy.estimate.value)), ("right", .integer(accuracy.right)),
            ("n", .integer(accuracy.count)),
            (
                "interval",
                interval.map { .array([.double($0.lowerBound), .double($0.upperBound)]) } ?? .null
            ),
        ])
    }
}
