extension ModelCard {
    /// The names most like `name`, for a message about one that nobody has; none if nothing is like it.
    /// - Parameter count: at most so many.
    public static func nearestNames(to name: String, count: Int = 3) -> [String] {
        let wanted = Array(name.lowercased().utf8)
        let limit = max(2, wanted.count / 3)
        var found: [(distance: Int, name: String)] = []
        for candidate in names {
            let distance = distance(wanted, Array(candidate.lowercased().utf8))
            if distance <= limit { found.append((distance, candidate)) }
        }
        return found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(count).map(\.name)
    }

    /// Every name that a card can be asked for by, without the second names.
    public static var names: [String] {
        let cards = all.filter { !$0.isTwin }
        return cards.compactMap(\.paperName) + cards.map(\.pair) + cards.map(\.hubID)
            + cards.compactMap(\.transformersHubID)
    }

    /// Levenshtein's distance: insertions, deletions and replacements from one to the other.
    private static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var row = Array(0...second.count)
        for (index, letter) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in second.indices {
                let replaced = diagonal + (letter == second[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[second.count]
    }
}
