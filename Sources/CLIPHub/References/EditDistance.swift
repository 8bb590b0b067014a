/// How unlike two names are.
package enum EditDistance {
    /// Levenshtein's distance: insertions, deletions and replacements from one to the other.
    package static func between(_ first: [UInt8], _ second: [UInt8]) -> Int {
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

    /// The distance of the texts' bytes.
    package static func between(_ first: String, _ second: String) -> Int {
        between(Array(first.utf8), Array(second.utf8))
    }
}
