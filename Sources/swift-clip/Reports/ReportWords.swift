import CLIP
import CLIPData
import CLIPEvaluation
import CLIPReports

/// What a page says in words.
enum ReportWords {
    static let footer =
        "Made by swift-clip \(Engine.version). This page loads nothing from elsewhere; its figures are also SVG files "
        + "in the folder beside it."

    static func title(_ result: EvaluationResult) -> String {
        switch result.task {
        case .classification: "How well \(result.model) tells the classes of \(result.dataset) apart"
        case .multiLabel: "How well \(result.model) finds the labels of \(result.dataset)"
        case .captionRetrieval: "How well \(result.model) matches pictures and captions of \(result.dataset)"
        case .imageRetrieval: "How well \(result.model) finds pictures of one class in \(result.dataset)"
        }
    }

    static func summary(_ result: EvaluationResult) -> String {
        let count = DisplayNumber.count(result.count, "picture")
        guard let found = result.classification else {
            return "\(count)\(result.classes.isEmpty ? "" : " of \(classCount(result))") were looked at."
        }
        let right = found.predictions.ranks.count { $0 == 0 }
        let share = DisplayNumber.percent(Float(right) / Float(max(found.given.count, 1)))
        let total = DisplayNumber.count(found.given.count, "picture")
        var words =
            "Of \(total) in \(classCount(result)), \(DisplayNumber.grouped(right)) (\(share)) got their own label first."
        let rows = found.classes.filter { $0.support > 0 }
        if let hardest = rows.min(by: { ($0.recall?.value ?? 0) < ($1.recall?.value ?? 0) }), rows.count > 1 {
            let recall = DisplayNumber.percent((hardest.recall?.value).map { Float($0) })
            words += " Hardest is \(hardest.name), with \(recall) right."
        }
        if let pair = found.confusion.mostConfused(1).first {
            words +=
                " Most often, \(result.classes[pair.given].name) is taken for \(result.classes[pair.predicted].name)."
        }
        return words
    }

    private static func classCount(_ result: EvaluationResult) -> String {
        "\(DisplayNumber.grouped(result.classes.count)) class\(result.classes.count == 1 ? "" : "es")"
    }

    /// The data, the model and how its numbers were computed.
    static func facts(dataset: String, split: String?, model: String, space: String, recipe: Recipe) -> [Fact]
    {
        let settings = [
            "precision \(recipe.precision)", recipe.exif.map { "EXIF \($0)" },
            recipe.decode.map { "decoding \($0)" },
            "instructions \(recipe.instructionSet)", "engine \(recipe.engineVersion)",
        ].compactMap(\.self)
        return [
            Fact("Dataset", dataset + (split.map { ", \($0)" } ?? "")), Fact("Model", model),
            Fact("Space", String(space.prefix(16))), Fact("Recipe", settings.joined(separator: ", ")),
        ]
    }

    static func facts(_ result: EvaluationResult) -> [Fact] {
        var facts = facts(
            dataset: result.dataset, split: result.split, model: result.model, space: result.space,
            recipe: result.recipe)
        if !result.templates.isEmpty { facts.append(Fact("Templates", shortened(result.templates))) }
        if !result.unknownClasses.isEmpty { facts.append(Fact("Held out", shortened(result.unknownClasses))) }
        facts.append(
            Fact(
                "Intervals", "95 %, \(DisplayNumber.grouped(result.resamples)) resamples, seed \(result.seed)"
            ))
        return facts
    }

    static func notes(_ result: EvaluationResult) -> [String] {
        let notes =
            result.notes.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
            + (result.temperature.map(TemperatureWords.remarks) ?? [])
        guard !result.unreadable.isEmpty else { return notes }
        let names = result.unreadable.prefix(5).map { "\($0.id) (\($0.reason))" }
        let more = result.unreadable.count - names.count
        return notes + [
            "\(DisplayNumber.count(result.unreadable.count, "picture")) could not be read and count nowhere: "
                + names.joined(separator: ", ")
                + (more > 0 ? " and \(DisplayNumber.grouped(more)) more." : ".")
        ]
    }

    /// The first of many values, and how many more there are.
    static func shortened(_ values: [String], to most: Int = 12) -> [String] {
        values.count <= most
            ? values : values.prefix(most) + ["and \(DisplayNumber.grouped(values.count - most)) more"]
    }
}
