extension ModelCard {
    /// The names most like `name`, for a message about one that nobody has; none if nothing is like it.
    /// - Parameters:
    ///   - name: what was asked for.
    ///   - count: at most so many.
    public static func nearestNames(to name: String, count: Int = 3) -> [String] {
        let wanted = Array(name.lowercased().utf8)
        let limit = max(2, wanted.count / 3)
        var found: [(distance: Int, name: String)] = []
        for candidate in names {
            let distance = EditDistance.between(wanted, Array(candidate.lowercased().utf8))
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
}
