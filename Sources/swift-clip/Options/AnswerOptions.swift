import ArgumentParser
import CLIP

/// How an answer is picked from scores.
struct AnswerOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Labels shown per picture, best first.", valueName: "count"))
    var top = 3

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Answer \"unknown\" when the best score is below this (0 to 1).", valueName: "score"))
    var unknown: Float?

    @Flag(help: "Judge each label alone, against a set of neutral prompts, which is printed.")
    var independent = false

    func validate() throws {
        if top < 1 { throw ValidationError("--top \(top): give a number from 1 on") }
        if let unknown, !(0...1).contains(unknown) {
            throw ValidationError("--unknown \(unknown): scores lie between 0 and 1")
        }
    }

    /// The predictions as they are shown.
    func answer(_ predictions: [Prediction]) -> [Prediction] {
        unknown.map { predictions.answering(atLeast: $0) } ?? predictions
    }

    /// Says what the scores mean for this classifier.
    func check(_ classifier: PictureClassifier, _ console: Console) throws(CommandFailure) {
        if unknown != nil, !classifier.hasScores {
            throw .usage("--unknown needs scores, and one label alone has none: add labels or --independent")
        }
        if unknown != nil, classifier.labels.contains(Prediction.unknown.label) {
            throw .usage("--unknown answers \"unknown\", which is one of the labels: rename the label")
        }
        if !classifier.hasScores {
            console.note(
                "one label alone has no score (softmax would always say 100 %): the cosine is shown; "
                    + "add labels behind commas, or --independent")
        }
        if let neutral = classifier.neutral {
            let prompts = neutral.prompts.map { "\"\($0)\"" }.joined(separator: ", ")
            console.note("each label against the neutral set \(neutral.name): \(prompts)")
        }
    }
}
