extension Corruption {
    /// The corruptions that a list names, in the order of `Corruption.allCases`, each once.
    /// - Parameter list: names separated by commas: of corruptions (`fog`), groups (`noise`, `blur`, `weather`,
    ///   `digital`, `shape`), `common` (the published fifteen) or `all`. Hyphens may stand for underscores.
    /// - Throws: ``CorruptionError`` for an unknown name or none.
    public static func selection(_ list: String) throws(CorruptionError) -> [Corruption] {
        var chosen: Set<Corruption> = []
        for part in list.split(separator: ",", omittingEmptySubsequences: false) {
            let name = part.split(separator: " ").joined().lowercased()
            chosen.formUnion(try named(String(name.map { $0 == "-" ? "_" : $0 })))
        }
        return allCases.filter(chosen.contains)
    }

    private static func named(_ name: String) throws(CorruptionError) -> [Corruption] {
        if name == "all" { return allCases }
        if name == "common" { return common }
        if let group = Group(rawValue: name) { return allCases.filter { $0.group == group } }
        if let corruption = Corruption(rawValue: name) { return [corruption] }
        throw CorruptionError(
            "there is no corruption '\(name)': there are "
                + allCases.map(\.rawValue).joined(separator: ", ") + "; groups are "
                + Group.allCases.map(\.rawValue).joined(separator: ", ") + ", common and all")
    }
}

extension Severity {
    /// The severities that a list names, such as `1,3,5`, mildest first, each once.
    /// - Throws: ``CorruptionError`` for what is no number from 1 to 5.
    public static func selection(_ list: String) throws(CorruptionError) -> [Severity] {
        var chosen: Set<Severity> = []
        for part in list.split(separator: ",", omittingEmptySubsequences: false) {
            let text = part.split(separator: " ").joined()
            guard let level = Int(text) else {
                throw CorruptionError("'\(text)' is no severity: severities are 1, 2, 3, 4 and 5")
            }
            chosen.insert(try Severity(level))
        }
        return chosen.sorted()
    }
}
