import CLIP
import CLIPData
import CLIPEvaluation
import CLIPProbes

/// A dataset's pictures, parted into those to learn from, to choose settings by, and to judge by.
struct ProbeParts {
    let training: LabelledEmbeddings, validation: LabelledEmbeddings, test: LabelledEmbeddings
    /// How they were parted, in words.
    let division: String
    /// Pictures of these parts that say nothing of their class.
    private let unlabelled: Int

    // What is split off where a part is missing.
    private static let shares = (training: 0.6, validation: 0.2, test: 0.2)
    private static let checked = 0.2
    private static let seed: UInt32 = 0

    /// - Parameters:
    ///   - asked: the part to judge by, where one was asked for; it is split where there is none beside it to learn from.
    ///   - features: gives a part's pictures, or those of all.
    init(
        _ dataset: OpenedDataset, judgedBy asked: String?,
        features: (_ split: String?) async throws -> LabelledEmbeddings
    ) async throws {
        let train = dataset.split(for: .train)
        let validation = dataset.split(for: .validation)
        let asked = try asked.map { try dataset.split(named: $0) }
        let test = asked ?? dataset.split(for: .test) ?? validation
        var unlabelled = 0
        func labelled(_ part: LabelledEmbeddings) -> LabelledEmbeddings {
            let places = part.targets.indices.filter { part.targets[$0].count == 1 }
            unlabelled += part.targets.count - places.count
            return places.count == part.targets.count ? part : part.selecting(places)
        }
        guard let train, let test, train != test else {
            // A part that was asked for is all there is: no picture of another one is learned from or judged.
            let all = labelled(try await features(asked))
            let split = try StratifiedSplit(
                labels: Self.labels(all),
                fractions: [Self.shares.training, Self.shares.validation, Self.shares.test],
                seed: Self.seed)
            (training, self.validation, self.test) = (
                all.selecting(split.parts[0]), all.selecting(split.parts[1]), all.selecting(split.parts[2])
            )
            division =
                (asked.map { "\($0) " } ?? "") + "split by class into 60, 20 and 20 % (seed \(Self.seed))"
            self.unlabelled = unlabelled
            return
        }
        let learned = labelled(try await features(train))
        self.test = labelled(try await features(test))
        if let validation, validation != test {
            training = learned
            self.validation = labelled(try await features(validation))
            division = "\(train) to learn from, \(validation) to choose by, \(test) to judge by"
            self.unlabelled = unlabelled
            return
        }
        let split = try StratifiedSplit(
            labels: Self.labels(learned), fractions: [1 - Self.checked, Self.checked], seed: Self.seed)
        (training, self.validation) = (learned.selecting(split.parts[0]), learned.selecting(split.parts[1]))
        division =
            "\(train) to learn from, 20 % of each class of it (seed \(Self.seed)) to choose by, \(test) to judge by"
        self.unlabelled = unlabelled
    }

    /// What heads work on.
    func material(_ text: TextClassifier?) throws -> ProbePlan.Material {
        func features(_ part: LabelledEmbeddings) throws -> LabelledFeatures {
            try LabelledFeatures(part.embeddings, labels: Self.labels(part), classes: part.classes.count)
        }
        return ProbePlan.Material(
            training: try features(training), validation: try features(validation), test: try features(test),
            classes: training.classes.map(\.name), text: text)
    }

    /// All pictures, whatever they were for.
    var all: LabelledEmbeddings {
        let parts = [training, validation, test]
        return LabelledEmbeddings(
            embeddings: training.embeddings.appending(validation.embeddings).appending(test.embeddings),
            targets: parts.flatMap(\.targets), captions: parts.flatMap(\.captions),
            ids: parts.flatMap(\.ids), digests: parts.flatMap(\.digests), classes: training.classes)
    }

    /// What is worth knowing of pictures that were left out, and of classes that are not everywhere.
    var notes: [String] {
        let learned = Set(Self.labels(training))
        let judged = Set(Self.labels(test))
        func text(_ numbers: Set<Int>, _ what: String) -> String? {
            guard let first = numbers.min() else { return nil }
            let name = "\"\(training.classes[first].name)\""
            return numbers.count == 1
                ? "the class \(name) \(what)" : "\(numbers.count) classes, \(name) for one, \(what)"
        }
        return [
            unlabelled > 0 ? "\(DisplayNumber.count(unlabelled, "picture")) without a label left out" : nil,
            text(
                judged.subtracting(learned),
                "has examples to judge by and none to learn from: a head never answers so"),
            text(learned.subtracting(judged), "has examples to learn from and none to judge by"),
        ].compactMap(\.self)
    }

    private static func labels(_ part: LabelledEmbeddings) -> [Int] { part.targets.map { $0[0] } }
}
