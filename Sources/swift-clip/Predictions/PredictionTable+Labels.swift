import CLIP
import CLIPData
import CLIPEvaluation
import CLIPNumerics

extension PredictionTable {
    /// The likeliest labels of each picture, and where the given one came.
    static func labels(_ result: EvaluationResult, _ found: ClassificationResult) -> PredictionTable {
        let answers = found.predictions
        let product = result.productWord
        func best(_ picture: Int) -> Range<Int> { picture * answers.depth..<(picture + 1) * answers.depth }
        func name(_ place: Int) -> String { result.classes[Int(answers.best[place])].name }
        return PredictionTable(
            columns: ["image", "sha256", "given", "given_rank", "given_score"]
                + (1...answers.depth).flatMap { ["label\($0)", "score\($0)", "\(product)\($0)"] },
            fields: { picture in
                [
                    result.features.ids[picture], digest(result, picture),
                    result.classes[found.given[picture]].name, "\(answers.ranks[picture] + 1)",
                    "\(answers.givenProbabilities[picture])",
                ]
                    + best(picture).flatMap {
                        [name($0), "\(answers.probabilities[$0])", "\(answers.products[$0])"]
                    }
            },
            members: { picture in
                [
                    ("image", .string(result.features.ids[picture])),
                    ("sha256", .string(digest(result, picture))),
                    ("given", .string(result.classes[found.given[picture]].name)),
                    ("given_rank", .integer(Int(answers.ranks[picture]) + 1)),
                    ("given_score", .float(answers.givenProbabilities[picture])),
                    (
                        "predictions",
                        .array(
                            best(picture).map { place in
                                .object([
                                    ("label", .string(name(place))),
                                    ("score", .float(answers.probabilities[place])),
                                    (product, .float(answers.products[place])),
                                ])
                            })
                    ),
                ]
            })
    }

    /// The cosine of each picture with each label: what pictures with several labels are ranked by.
    static func cosines(_ result: EvaluationResult, _ compute: Compute) -> PredictionTable {
        let names = result.classes.map(\.name)
        let cosines = result.classifier.map { classifier in
            ClassCosines(result.features.embeddings, by: classifier, compute: compute)
        }
        func row(_ picture: Int) -> ArraySlice<Float> { cosines?[picture] ?? [] }
        func given(_ picture: Int) -> [String] { result.features.targets[picture].map { names[$0] } }
        return PredictionTable(
            columns: ["image", "sha256", "given"] + names.map { "cosine: \($0)" },
            head: [("labels", .strings(names))],
            fields: { picture in
                [
                    result.features.ids[picture], digest(result, picture),
                    given(picture).joined(separator: "|"),
                ] + row(picture).map { "\($0)" }
            },
            members: { picture in
                [
                    ("image", .string(result.features.ids[picture])),
                    ("sha256", .string(digest(result, picture))),
                    ("given", .strings(given(picture))),
                    ("cosines", .array(row(picture).map(JSONText.float))),
                ]
            })
    }
}
