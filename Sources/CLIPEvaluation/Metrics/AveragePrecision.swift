/// The mean of the precision at each relevant example, going down a ranking.
enum AveragePrecision {
    /// Of a ranking with these places of relevant examples, ascending from 0: 0 when there are none.
    static func value(places: some Sequence<Int>) -> Double {
        var (sum, found) = (0.0, 0)
        for place in places {
            found += 1
            sum += Double(found) / Double(place + 1)
        }
        return found > 0 ? sum / Double(found) : 0
    }

    /// Of scores, highest first; equal scores stay in the examples' order.
    static func value(scores: [Float], areRelevant: [Bool]) -> Double {
        let order = scores.indices.sorted {
            scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1]
        }
        return value(places: order.enumerated().lazy.filter { areRelevant[$0.element] }.map(\.offset))
    }
}
