public import CLIP
internal import CLIPNumerics

/// Pictures found by other pictures of their class: each picture in turn looks for the others.
public struct ImageRetrieval: Sendable, Hashable {
    /// Pictures that looked: those that have another of their class.
    public let queries: Int
    /// Pictures that are alone in their class; they are looked through, and do not look.
    public let alone: Int
    /// Where the first picture of the class came.
    public let ranks: RetrievalRanks
    /// The mean of all average precisions.
    public let meanAveragePrecision: Estimate

    /// Ranks by cosine; equal ones stay in their order.
    /// - Parameters:
    ///   - images: `[N, E]`, unit rows.
    ///   - labels: the class of each.
    ///   - bootstrap: draws the intervals.
    /// - Throws: `EvaluationError` when no two pictures share a class.
    public init(
        _ images: EmbeddingMatrix, labels: [Int], bootstrap: Bootstrap
    ) throws(EvaluationError) {
        var sizes: [Int: Int] = [:]
        for label in labels { sizes[label, default: 0] += 1 }
        let queries = labels.indices.filter { sizes[labels[$0], default: 0] > 1 }
        guard !queries.isEmpty else {
            throw EvaluationError(
                "pictures are to find others of their class, and no class has two of them: "
                    + "give a dataset with more pictures per class")
        }
        var first = [Int](repeating: 0, count: labels.count)
        var precision = [Double](repeating: 0, count: labels.count)
        first.withUnsafeMutableBufferPointer { first in
            precision.withUnsafeMutableBufferPointer { precision in
                nonisolated(unsafe) let (first, precision) = (first, precision)
                LinearClassifier(vectors: images, scale: 1).forEach(images, bootstrap.compute) {
                    query, row, _ in
                    guard sizes[labels[query], default: 0] > 1 else { return }
                    let places = Self.places(of: query, row, labels)
                    first[query] = places[0]
                    precision[query] = AveragePrecision.value(places: places)
                }
            }
        }
        self.queries = queries.count
        alone = labels.count - queries.count
        ranks = RetrievalRanks(queries.map { first[$0] }, bootstrap)
        meanAveragePrecision = bootstrap.mean(of: queries.map { precision[$0] })
    }

    /// The places of a picture's class among all others, ascending from 0.
    private static func places(
        of query: Int, _ row: UnsafeBufferPointer<Float>, _ labels: [Int]
    ) -> [Int] {
        let own = labels.indices.filter { $0 != query && labels[$0] == labels[query] }
            .sorted { row[$0] == row[$1] ? $0 < $1 : row[$0] > row[$1] }
        // Others before the n-th of them, by counting which of them each other comes before.
        var others = [Int](repeating: 0, count: own.count + 1)
        for place in labels.indices where labels[place] != labels[query] {
            var (low, high) = (0, own.count)
            while low < high {
                let middle = (low + high) / 2
                let rival = own[middle]
                let isBefore =
                    row[rival] == row[place] ? rival < place : row[rival] > row[place]
                if isBefore { low = middle + 1 } else { high = middle }
            }
            others[low] += 1
        }
        var before = 0
        return own.indices.map { rank in
            before += others[rank]
            return before + rank
        }
    }
}
