/// How well one class is recognised.
public struct ClassRow: Sendable, Hashable {
    /// Its number among the classes.
    public let index: Int
    /// Its name, as the data has it.
    public let name: String
    /// Of the pictures taken for the class, the part that is of it; nil when none was taken for it.
    public let precision: Estimate?
    /// Of the class's pictures, the part that was recognised, with Wilson's interval; nil when it has none.
    public let recall: Estimate?
    /// *2 tp / (2 tp + fp + fn)*; 0 when nothing was recognised.
    public let f1: Double
    /// The class's pictures.
    public let support: Int
    /// The pictures taken for it.
    public let predicted: Int

    init(index: Int, name: String, _ totals: ClassTotals) {
        let right = Int(totals.right[index])
        self.index = index
        self.name = name
        support = Int(totals.given[index])
        predicted = Int(totals.predicted[index])
        precision = predicted > 0 ? Estimate(part: right, of: predicted) : nil
        recall = support > 0 ? Estimate(part: right, of: support) : nil
        f1 = totals.f1(index)
    }
}

extension ClassTotals {
    /// *2 tp / (2 tp + fp + fn)*; 0 when the class has neither pictures nor predictions.
    func f1(_ index: Int) -> Double {
        let sum = given[index] + predicted[index]
        return sum > 0 ? 2 * Double(right[index]) / Double(sum) : 0
    }

    /// The mean of the recalls of those classes that have pictures: balanced accuracy.
    var meanRecall: Double {
        mean { given[$0] > 0 ? Double(right[$0]) / Double(given[$0]) : nil }
    }

    /// The mean F1 of those classes that have pictures or predictions.
    var macroF1: Double {
        mean { given[$0] + predicted[$0] > 0 ? f1($0) : nil }
    }

    /// The mean F1 over pictures: each class counts as often as it has pictures.
    var weightedF1: Double {
        var (sum, count) = (0.0, 0)
        for index in given.indices {
            sum += f1(index) * Double(given[index])
            count += Int(given[index])
        }
        return count > 0 ? sum / Double(count) : 0
    }

    private func mean(_ value: (Int) -> Double?) -> Double {
        let values = given.indices.compactMap(value)
        return values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }
}
