public import CLIP
public import CLIPNumerics

/// Which labels of a dataset are doubtful, by confident learning (Northcutt, Jiang and Chuang 2021).
///
/// A class's threshold is the mean probability that its own pictures have for it. A picture counts confidently for the
/// likeliest of the classes whose threshold it reaches; where that is another class, and likelier than the given one, the
/// label is doubtful. The counts by given and confident class, scaled to the given labels, estimate how many labels are
/// wrong.
public struct LabelQuality: Sendable, Hashable {
    /// Classes, K.
    public let classes: Int
    /// The mean probability of a class over the pictures that are given to it, `[K]`; nil for a class without pictures.
    public let thresholds: [Double?]
    /// `[K, K]`: pictures by given and confident class, as they were counted.
    public let confidentJoint: [Int]
    /// How many labels are wrong, by the joint scaled to the numbers of given labels.
    public let estimatedIssues: Double
    /// How many of the labels are the model's own answers: what its doubts are worth.
    public let agreement: LabelAgreement
    /// The doubtful labels, the smallest margin first; equal ones in the data's order.
    public let issues: [LabelIssue]

    /// Looks for doubtful labels.
    /// - Parameters:
    ///   - images: `[N, E]`.
    ///   - classifier: one vector for each class.
    ///   - given: the class of each picture.
    ///   - predictions: the classifier's answers for them, at its own temperature.
    ///   - compute: where products run.
    public init(
        _ images: EmbeddingMatrix, by classifier: LinearClassifier, given: [Int],
        predictions: ClassPredictions, compute: Compute = .shared
    ) {
        let classes = predictions.classes
        var sums = [Double](repeating: 0, count: classes)
        var sizes = [Int](repeating: 0, count: classes)
        for (picture, label) in given.enumerated() {
            sums[label] += Double(predictions.givenProbabilities[picture])
            sizes[label] += 1
        }
        let thresholds = (0..<classes).map { sizes[$0] > 0 ? sums[$0] / Double(sizes[$0]) : nil }
        // A class that no picture is given to cannot be confidently anything's.
        let limits = thresholds.map { Float($0 ?? .infinity) }
        let confident = Self.confidentClasses(images, classifier, limits, compute)

        var joint = [Int](repeating: 0, count: classes * classes)
        var issues: [LabelIssue] = []
        for (picture, label) in given.enumerated() {
            guard let found = confident[picture] else { continue }
            joint[label * classes + found.label] += 1
            // A class that the model hardly ever finds has a low threshold: reaching it says nothing against a likelier label.
            let own = predictions.givenProbabilities[picture]
            guard found.label != label, found.probability > own else { continue }
            issues.append(
                LabelIssue(
                    picture: picture, given: label, suggested: found.label, givenProbability: own,
                    suggestedProbability: found.probability,
                    margin: own - predictions.likeliestOther(picture, than: label)))
        }
        var estimated = 0.0
        for label in 0..<classes {
            let row = joint[label * classes..<(label + 1) * classes]
            let sum = row.reduce(0, +)
            if sum > 0 {
                estimated += Double(sum - joint[label * classes + label]) / Double(sum) * Double(sizes[label])
            }
        }
        let count = Double(max(given.count, 1))
        agreement = LabelAgreement(
            right: Double(predictions.ranks.count { $0 == 0 }) / count,
            chance: Double(sizes.max() ?? 0) / count)
        self.classes = classes
        self.thresholds = thresholds
        confidentJoint = joint
        estimatedIssues = estimated
        self.issues = issues.sorted {
            $0.margin == $1.margin ? $0.picture < $1.picture : $0.margin < $1.margin
        }
    }

    /// The likeliest class of each picture among those whose limit its probability reaches.
    private static func confidentClasses(
        _ images: EmbeddingMatrix, _ classifier: LinearClassifier, _ limits: [Float], _ compute: Compute
    ) -> [(label: Int, probability: Float)?] {
        var found = [(label: Int, probability: Float)?](repeating: nil, count: images.rows)
        found.withUnsafeMutableBufferPointer { found in
            nonisolated(unsafe) let found = found
            classifier.forEach(images, compute) { picture, row, _ in
                let softmax = ScoreRow.Softmax(row, scale: classifier.scale)
                let order = row.indices
                var best: Int?
                // A class that is likelier than the best so far is looked at closely, and no other.
                for label in order where best.map({ row[label] > row[$0] }) ?? true {
                    if softmax.part(row[label]) >= limits[label] { best = label }
                }
                found[picture] = best.map { ($0, softmax.part(row[$0])) }
            }
        }
        return found
    }
}
