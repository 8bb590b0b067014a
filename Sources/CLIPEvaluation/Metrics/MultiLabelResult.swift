public import CLIP
internal import CLIPNumerics

/// How well pictures with several labels are ranked by each of them.
public struct MultiLabelResult: Sendable, Hashable {
    /// One class: its average precision over all pictures.
    public struct Row: Sendable, Hashable {
        /// Its number among the classes.
        public let index: Int
        /// Its name, as the data has it.
        public let name: String
        /// 0 when no picture has it, as CLIP_benchmark counts.
        public let averagePrecision: Double
        /// Pictures that have it.
        public let support: Int
    }

    /// One per class.
    public let classes: [Row]
    /// The mean over all classes, as CLIP_benchmark has it: those without pictures count as 0.
    public let meanAveragePrecision: Estimate
    /// The mean over the classes that have pictures.
    public let meanOverPresent: Estimate

    /// Judges products of pictures with classes.
    /// - Parameters:
    ///   - images: `[N, E]`.
    ///   - classifier: one vector for each class.
    ///   - targets: the classes of each picture.
    ///   - names: of the classes.
    ///   - bootstrap: draws the intervals.
    public init(
        _ images: EmbeddingMatrix, by classifier: LinearClassifier, targets: [[Int]], names: [String],
        bootstrap: Bootstrap
    ) {
        let count = images.rows
        var columns = [Float](repeating: 0, count: count * names.count)  // [K, N]
        columns.withUnsafeMutableBufferPointer { columns in
            nonisolated(unsafe) let columns = columns
            classifier.forEach(images, bootstrap.compute) { picture, row, _ in
                for (label, value) in row.enumerated() { columns[label * count + picture] = value }
            }
        }
        var relevant = [[Bool]](
            repeating: [Bool](repeating: false, count: count), count: names.count)
        for (picture, labels) in targets.enumerated() {
            for label in labels { relevant[label][picture] = true }
        }
        let rankings = bootstrap.compute.map(Array(names.indices)) { label in
            LabelRanking(Array(columns[label * count..<(label + 1) * count]), relevant[label])
        }
        let values = rankings.map { $0.averagePrecision(drawn: nil) ?? 0 }
        classes = names.indices.map {
            Row(index: $0, name: names[$0], averagePrecision: values[$0], support: rankings[$0].support)
        }
        func means(_ values: [Double?]) -> [Double] {
            let present = values.compactMap(\.self)
            let sum = present.reduce(0, +)
            return [sum / Double(max(values.count, 1)), sum / Double(max(present.count, 1))]
        }
        let resampled = bootstrap.values(of: count) { drawn in
            var weights = [Int32](repeating: 0, count: count)
            for place in drawn { weights[Int(place)] += 1 }
            return means(rankings.map { $0.averagePrecision(drawn: weights) })
        }
        let estimates = Bootstrap.estimates(
            means(rankings.map { $0.averagePrecision(drawn: nil) }), resampled)
        (meanAveragePrecision, meanOverPresent) = (estimates[0], estimates[1])
    }
}

/// Pictures in the order of one class's scores.
private struct LabelRanking {
    private let order: [Int32]
    private let isRelevant: [Bool]
    let support: Int

    init(_ scores: [Float], _ isRelevant: [Bool]) {
        order = scores.indices.sorted {
            scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1]
        }.map { Int32($0) }
        self.isRelevant = isRelevant
        support = isRelevant.count(where: \.self)
    }

    /// With each picture as often as it was drawn; nil when none of them has the class.
    func averagePrecision(drawn weights: [Int32]?) -> Double? {
        var (sum, found, place) = (0.0, 0, 0)
        for picture in order {
            for _ in 0..<(weights?[Int(picture)] ?? 1) {
                place += 1
                guard isRelevant[Int(picture)] else { continue }
                found += 1
                sum += Double(found) / Double(place)
            }
        }
        return found > 0 ? sum / Double(found) : nil
    }
}
