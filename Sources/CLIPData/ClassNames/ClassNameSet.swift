/// What the classes of a dataset are called in prompts.
public struct ClassNameSet: Sendable, Hashable {
    /// A class, by all that data may call it, with its names for prompts.
    public struct Entry: Sendable, Hashable {
        /// What data call the class: its WordNet id, its name. Empty where only its place counts.
        public let keys: [String]
        /// What prompts call it, at least one name.
        public let names: [String]

        /// A class with its names.
        public init(keys: [String], names: [String]) {
            self.keys = keys
            self.names = names
        }
    }

    /// What messages call the set.
    public let name: String
    /// In the order of class indices.
    public let entries: [Entry]

    /// A set of classes.
    public init(name: String, entries: [Entry]) {
        self.name = name
        self.entries = entries
    }

    /// The classes of a dataset with the names of this set: by what the data call them, or by place where the data have
    /// bare numbers or the set has no keys.
    /// - Throws: ``DatasetError`` that names classes without an entry.
    public func naming(_ classes: [DatasetClass]) throws(DatasetError) -> [DatasetClass] {
        if entries.allSatisfy(\.keys.isEmpty) || Self.areNumbers(classes) { return try byPlace(classes) }
        var places: [String: Int?] = [:]
        for (place, entry) in entries.enumerated() {
            // A key that two entries have tells nothing.
            for key in Set(entry.keys.map(Self.folded)) {
                places[key] = places[key] == nil ? place : .some(nil)
            }
        }
        let found = classes.map { places[Self.folded($0.name)] ?? nil }
        let missing = classes.indices.filter { found[$0] == nil }.map { "\"\(classes[$0].name)\"" }
        guard missing.isEmpty else {
            throw DatasetError(
                "the class names \(name) say nothing about \(missing.prefix(5).joined(separator: ", "))"
                    + (missing.count > 5 ? " and \(missing.count - 5) more" : "")
                    + ": give a file with lines such as \(classes[0].name),name for prompts")
        }
        return zip(classes, found).map { known, place in
            DatasetClass(known.name, called: place.map { entries[$0].names })
        }
    }

    private func byPlace(_ classes: [DatasetClass]) throws(DatasetError) -> [DatasetClass] {
        guard classes.count == entries.count else {
            throw DatasetError(
                "the class names \(name) are \(entries.count), the classes of the data \(classes.count): by place, "
                    + "there must be one for each")
        }
        return zip(classes, entries).map { DatasetClass($0.name, called: $1.names) }
    }

    private static func areNumbers(_ classes: [DatasetClass]) -> Bool {
        classes.enumerated().allSatisfy { Int($1.name) == $0 }
    }

    /// Spelling without what differs between copies of a dataset: case, and what stands between words.
    static func folded(_ name: String) -> String {
        String(name.lowercased().map { $0 == "_" || $0 == "-" ? " " : $0 })
    }
}
