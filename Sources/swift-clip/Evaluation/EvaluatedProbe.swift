import CLIP
import CLIPData
import CLIPEvaluation
import CLIPNumerics
import CLIPProbes

/// A head in the place of words: its logits are taken for vectors in which each class has an axis of its own.
struct EvaluatedProbe {
    private let probe: Probe
    /// The head's number of each of the dataset's classes.
    private let places: [Int]

    /// - Throws: `EvaluationError` where the head and the data do not tell the same classes apart.
    init(_ probe: Probe, _ dataset: OpenedDataset) throws(EvaluationError) {
        var places: [Int] = []
        for item in dataset.classes {
            guard let place = probe.classes.firstIndex(of: item.name) else {
                throw EvaluationError(
                    "the head has no class \"\(item.name)\", which \(dataset.name) has; it learned "
                        + "\(probe.classes.prefix(5).joined(separator: ", "))\(probe.classes.count > 5 ? ", …" : "") from "
                        + "\(probe.dataset). Give data of the same classes")
            }
            places.append(place)
        }
        guard dataset.classes.count == probe.classes.count else {
            let others = probe.classes.first { name in !dataset.classes.contains { $0.name == name } } ?? ""
            throw EvaluationError(
                "\(dataset.name) has no class \"\(others)\", which the head tells apart. Give data of the same classes"
            )
        }
        (self.probe, self.places) = (probe, places)
    }

    /// What the head is.
    var description: String {
        let shots = probe.shots.map { $0 == 1 ? "1 example" : "\($0) examples" } ?? "all examples"
        return
            "the head \(probe.method) on \(probe.features.rawValue) features, learned from \(shots) of each class of "
            + probe.dataset
    }

    /// Warns where the head is judged by pictures that it may have learned from, as far as names tell.
    func note(_ dataset: OpenedDataset, split: String?, _ console: Console) {
        guard probe.dataset == dataset.name, split == nil || split == dataset.split(for: .train) else {
            return
        }
        console.note(
            "the head learned from pictures of \(probe.dataset), which are judged here with the others: on new pictures "
                + "it does worse; \"probe\" judges by those that it did not learn from")
    }

    /// What pictures are encoded as.
    var features: PictureFeatures { probe.features }

    /// The classes' axes.
    var classifier: LinearClassifier { LinearClassifier(ofLogits: places.count) }

    /// The same pictures by their logits, in the order of the dataset's classes.
    func logits(of pictures: LabelledEmbeddings, _ compute: Compute) -> LabelledEmbeddings {
        let logits = probe.head.logits(of: pictures.embeddings, compute: compute)
        let count = places.count
        let ordered = (0..<logits.count).map { logits[$0 / count * count + places[$0 % count]] }
        return LabelledEmbeddings(
            embeddings: EmbeddingMatrix(rows: pictures.ids.count, dimension: count, values: ordered),
            targets: pictures.targets, captions: pictures.captions, ids: pictures.ids,
            digests: pictures.digests,
            classes: pictures.classes)
    }
}
