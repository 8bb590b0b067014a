/// The order of classes that are known by their labels alone.
enum LabelOrder {
    /// By number where all are whole numbers, else by their bytes.
    static func sorted(_ labels: some Sequence<String>) -> [String] {
        let labels = Array(labels)
        let numbers = labels.compactMap { Int($0) }
        guard numbers.count == labels.count, Set(numbers).count == numbers.count else {
            return labels.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
        return labels.sorted { Int($0) ?? 0 < Int($1) ?? 0 }
    }
}
