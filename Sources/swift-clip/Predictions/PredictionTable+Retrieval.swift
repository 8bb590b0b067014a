import CLIP
import CLIPData
import CLIPEvaluation
import CLIPNumerics

extension PredictionTable {
    /// The captions that each picture finds first, and the place of its own first one.
    static func captions(
        _ result: EvaluationResult, _ found: CaptionRetrieval, _ compute: Compute
    ) -> PredictionTable {
        let (texts, pictures) = (result.features.captions.flatMap(\.self), result.features.embeddings)
        let owners = result.features.captions.enumerated().flatMap { picture, own in own.map { _ in picture }
        }
        let nearest = result.captionVectors.map { NearestRows(of: pictures, among: $0, compute: compute) }
        func best(_ picture: Int) -> [(row: Int, cosine: Float)] { nearest?[picture] ?? [] }
        return PredictionTable(
            columns: ["image", "sha256", "own_rank"]
                + (0..<(nearest?.depth ?? 0)).flatMap {
                    ["caption\($0 + 1)", "own\($0 + 1)", "cosine\($0 + 1)"]
                },
            fields: { picture in
                [
                    result.features.ids[picture], digest(result, picture),
                    "\(found.imageToText.ranks[picture] + 1)",
                ] + best(picture).flatMap { [texts[$0.row], "\(owners[$0.row] == picture)", "\($0.cosine)"] }
            },
            members: { picture in
                [
                    ("image", .string(result.features.ids[picture])),
                    ("sha256", .string(digest(result, picture))),
                    ("own", .strings(result.features.captions[picture])),
                    ("own_rank", .integer(found.imageToText.ranks[picture] + 1)),
                    (
                        "predictions",
                        .array(
                            best(picture).map { match in
                                .object([
                                    ("caption", .string(texts[match.row])),
                                    ("own", .bool(owners[match.row] == picture)),
                                    ("cosine", .float(match.cosine)),
                                ])
                            })
                    ),
                ]
            })
    }

    /// The other pictures that each picture finds first, with their labels.
    static func pictures(_ result: EvaluationResult, _ compute: Compute) -> PredictionTable {
        let nearest = NearestRows(amongThemselves: result.features.embeddings, compute: compute)
        let ids = result.features.ids
        func label(_ picture: Int) -> String { result.classes[result.features.targets[picture][0]].name }
        return PredictionTable(
            columns: ["image", "sha256", "given"]
                + (1...nearest.depth).flatMap { ["image\($0)", "label\($0)", "cosine\($0)"] },
            fields: { picture in
                [ids[picture], digest(result, picture), label(picture)]
                    + nearest[picture].flatMap { [ids[$0.row], label($0.row), "\($0.cosine)"] }
            },
            members: { picture in
                [
                    ("image", .string(ids[picture])), ("sha256", .string(digest(result, picture))),
                    ("given", .string(label(picture))),
                    (
                        "predictions",
                        .array(
                            nearest[picture].map { match in
                                .object([
                                    ("image", .string(ids[match.row])), ("label", .string(label(match.row))),
                                    ("cosine", .float(match.cosine)),
                                ])
                            })
                    ),
                ]
            })
    }
}
