/// An earlier result's answers, picture by picture.
public struct BaselineAnswers: Sendable, Hashable {
    /// The dataset's name.
    public let dataset: String
    /// The part of it; nil for all of it.
    public let split: String?
    /// The model that answered.
    public let model: String
    /// The space, as 64 hexadecimal digits.
    public let space: String
    /// See `Sample.id`.
    public let ids: [String]
    /// The class given to each picture then, by its name in the data.
    public let given: [String]
    /// The class that it was taken for, by its name in the data.
    public let predicted: [String]

    /// Puts answers together; all lists are of one length.
    public init(
        dataset: String, split: String?, model: String, space: String, ids: [String], given: [String],
        predicted: [String]
    ) {
        precondition(ids.count == given.count && ids.count == predicted.count, "not one answer per picture")
        self.dataset = dataset
        self.split = split
        self.model = model
        self.space = space
        self.ids = ids
        self.given = given
        self.predicted = predicted
    }
}

/// What changed from an earlier result to this one, on the same pictures.
public struct BaselineComparison: Sendable, Hashable {
    /// A picture that one of the two answered rightly, and the other did not.
    public struct Flip: Sendable, Hashable {
        /// The picture's row.
        public let picture: Int
        /// Whether it is right now, and was wrong before.
        public let isGained: Bool
        /// What it was taken for before, by the class's name in the data.
        public let before: String
    }

    /// One class: the part of its pictures that was recognised.
    public struct ClassChange: Sendable, Hashable {
        /// Its number among the classes.
        public let index: Int
        /// Its name, as the data has it.
        public let name: String
        /// Then.
        public let before: Double
        /// Now.
        public let after: Double
        /// Its pictures.
        public let support: Int
    }

    /// The earlier result's model.
    public let model: String
    /// Its space, as 64 hexadecimal digits.
    public let space: String
    /// Top-1 then, on the same pictures and today's labels.
    public let before: Estimate
    /// Top-1 now.
    public let after: Estimate
    /// The change, with its paired interval.
    public let change: Estimate
    /// Whether it is more than chance.
    public let test: McNemar
    /// The pictures that changed sides, in the data's order.
    public let flips: [Flip]
    /// The classes that changed, the largest loss first; equal ones in their order.
    public let classes: [ClassChange]
    /// Pictures whose label in the data is another one now.
    public let relabelled: Int

    /// Compares.
    /// - Parameters:
    ///   - result: the answers now.
    ///   - names: of the classes, as the data has them.
    ///   - ids: of the pictures, as many as the result has answers.
    ///   - baseline: the answers then.
    ///   - bootstrap: draws the intervals.
    /// - Throws: `EvaluationError` when the earlier result is of other pictures.
    public init(
        _ result: ClassificationResult, names: [String], ids: [String], baseline: BaselineAnswers,
        bootstrap: Bootstrap
    ) throws(EvaluationError) {
        // A picture that is listed twice has one name twice: its answers are paired in their order.
        var waiting: [String: ArraySlice<Int>] = [:]
        for (place, id) in baseline.ids.enumerated() { waiting[id, default: []].append(place) }
        let places = ids.map { waiting[$0]?.popFirst() }
        let missing = places.firstIndex(of: nil)
        guard missing == nil, ids.count == baseline.ids.count else {
            let example = missing.map { ": it has no \(ids[$0]), for example" } ?? ""
            throw EvaluationError(
                "the baseline is of other pictures (\(baseline.ids.count) of \(baseline.dataset)"
                    + "\(baseline.split.map { ", part \($0)" } ?? "")), these are \(ids.count)\(example). "
                    + "Compare results of the same data, part and failures")
        }
        var flips: [Flip] = []
        var was = [Double](repeating: 0, count: ids.count)
        var `is` = was
        var relabelled = 0
        for (picture, place) in places.compactMap(\.self).enumerated() {
            let name = names[result.given[picture]]
            if baseline.given[place] != name { relabelled += 1 }
            let (isNow, wasThen) = (result.predictions.ranks[picture] == 0, baseline.predicted[place] == name)
            (was[picture], `is`[picture]) = (wasThen ? 1 : 0, isNow ? 1 : 0)
            if isNow != wasThen {
                flips.append(Flip(picture: picture, isGained: isNow, before: baseline.predicted[place]))
            }
        }
        (model, space) = (baseline.model, baseline.space)
        let estimates = bootstrap.means(of: [was, `is`, zip(`is`, was).map { $0 - $1 }])
        (before, after, change) = (estimates[0], estimates[1], estimates[2])
        let gained = flips.count(where: \.isGained)
        test = McNemar(onlyFirst: flips.count - gained, onlySecond: gained)
        self.flips = flips
        self.relabelled = relabelled
        classes = Self.changes(result, names, was: was, is: `is`)
    }

    private static func changes(
        _ result: ClassificationResult, _ names: [String], was: [Double], is now: [Double]
    ) -> [ClassChange] {
        var (before, after) = (
            [Double](repeating: 0, count: names.count), [Double](repeating: 0, count: names.count)
        )
        for (picture, label) in result.given.enumerated() {
            before[label] += was[picture]
            after[label] += now[picture]
        }
        return result.classes.filter { $0.support > 0 && before[$0.index] != after[$0.index] }.map { row in
            ClassChange(
                index: row.index, name: row.name, before: before[row.index] / Double(row.support),
                after: after[row.index] / Double(row.support), support: row.support)
        }.sorted { left, right in
            let (a, b) = (left.after - left.before, right.after - right.before)
            return a == b ? left.index < right.index : a < b
        }
    }
}
