import CLIP
import CLIPEvaluation
import CLIPNumerics
import CLIPProbes

/// Labels that heads contradict which have not learned them.
struct DoubtfulLabels {
    /// Those that were judged.
    let pictures: LabelledEmbeddings
    /// Pictures alone in their class: a head that has not seen one does not know the class, and would doubt any label.
    let alone: Int
    let quality: LabelQuality
    /// The heads' strength of regularisation.
    let lambda: Double

    /// Judges each picture by logistic regression on the others' features.
    init(_ all: LabelledEmbeddings, seed: UInt32, compute: Compute) throws(ProbeError) {
        var sizes: [Int: Int] = [:]
        for target in all.targets { sizes[target[0], default: 0] += 1 }
        let judged = all.targets.indices.filter { sizes[all.targets[$0][0], default: 0] > 1 }
        let pictures = judged.count == all.targets.count ? all : all.selecting(judged)
        alone = all.targets.count - judged.count
        let labels = pictures.targets.map { $0[0] }
        let classes = pictures.classes.count
        let (logits, lambda) = try CrossValidation(seed: seed).logisticLogits(
            of: LabelledFeatures(pictures.embeddings, labels: labels, classes: classes), compute: compute)
        let rows = EmbeddingMatrix(rows: labels.count, dimension: classes, values: logits)
        let classifier = LinearClassifier(ofLogits: classes)
        quality = LabelQuality(
            rows, by: classifier, given: labels,
            predictions: ClassPredictions(rows, by: classifier, given: labels, compute: compute),
            compute: compute)
        self.pictures = pictures
        self.lambda = lambda
    }

    /// Writes the table to fix them by, and says how many there are.
    func write(to path: RawPath, _ console: Console) throws(FileError) {
        try LabelQualityFile.write(quality, of: pictures, to: path)
        console.note(
            "\(DisplayNumber.count(quality.issues.count, "doubtful label")) of "
                + "\(DisplayNumber.grouped(pictures.ids.count)) in \(path.text), the worst first; about "
                + "\(DisplayNumber.fixed(Float(quality.estimatedIssues), decimals: 0)) wrong by the heads' own confidence "
                + "(lambda \(ProbeOutput.number(lambda)))")
        guard alone > 0 else { return }
        console.note(
            "\(DisplayNumber.count(alone, "picture")) alone in \(alone == 1 ? "its class was" : "their classes were") not "
                + "judged: no head can know a class that it has not seen")
    }
}
