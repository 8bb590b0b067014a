/// What a part of a dataset is for.
public enum SplitRole: Sendable, Hashable, CaseIterable {
    /// To learn from.
    case train
    /// To choose settings by.
    case validation
    /// To report.
    case test

    /// What data sets call such a part, in lower case.
    var names: [String] {
        switch self {
        case .train: ["train", "training", "trn"]
        case .validation: ["val", "valid", "validation", "dev"]
        case .test: ["test", "testing", "tst", "eval"]
        }
    }

    /// What a name says; nil for a name that is no part's. Between `_` and `-` one word is enough: `seg_train`.
    public init?(name: String) {
        let lower = name.lowercased()
        let words = [lower] + lower.split { $0 == "_" || $0 == "-" || $0 == " " }.map(String.init)
        let roles = words.compactMap { word in Self.allCases.first { $0.names.contains(word) } }
        guard let role = roles.first, roles.allSatisfy({ $0 == role }) else { return nil }
        self = role
    }
}

extension Dataset {
    /// The part that a name means: its own, in any case, or another word for its role (`validation` for `val`).
    /// - Throws: ``DatasetError`` that lists the parts, where none or several are meant.
    public func split(named name: String) throws(DatasetError) -> String {
        if splits.contains(name) { return name }
        let lower = name.lowercased()
        var meant = splits.filter { $0.lowercased() == lower }
        if meant.isEmpty, let role = SplitRole(name: name) {
            meant = splits.filter { SplitRole(name: $0) == role }
        }
        if meant.count == 1 { return meant[0] }
        guard !splits.isEmpty else {
            throw DatasetError(
                "\(self.name) is not divided, so it has no part \"\(name)\": leave --split out")
        }
        let known = splits.joined(separator: ", ")
        throw DatasetError(
            meant.isEmpty
                ? "\(self.name) has no part \"\(name)\"; it has \(known)"
                : "\"\(name)\" may be \(meant.joined(separator: " or ")): give one of \(known)")
    }

    /// The part for a purpose; nil where none is, or more than one.
    public func split(for role: SplitRole) -> String? {
        let found = splits.filter { SplitRole(name: $0) == role }
        return found.count == 1 ? found[0] : nil
    }
}
