public import CLIPCorruptions

/// Which pictures' classes were found under one corruption at one severity.
public struct CorruptedAnswers: Sendable, Hashable {
    /// The corruption.
    public let corruption: Corruption
    /// How strong it was.
    public let severity: Severity
    /// One entry per picture.
    public let right: [Bool]

    /// Notes answers.
    public init(_ corruption: Corruption, _ severity: Severity, right: [Bool]) {
        self.corruption = corruption
        self.severity = severity
        self.right = right
    }
}

extension RobustnessResult {
    /// Sums up answers.
    /// - Parameters:
    ///   - clean: which pictures' classes were found without corruption; at least one.
    ///   - corrupted: the same for corruptions, in any order, of the same pictures.
    ///   - seed: of what the corruptions drew.
    ///   - bootstrap: draws pictures for the intervals of means.
    public init(clean: [Bool], corrupted: [CorruptedAnswers], seed: UInt64, bootstrap: Bootstrap) {
        precondition(!clean.isEmpty, "no pictures")
        precondition(
            corrupted.allSatisfy { $0.right.count == clean.count }, "answers for other pictures")
        count = clean.count
        self.clean = Estimate(part: clean.count { $0 }, of: clean.count)
        self.seed = seed
        severities = Set(corrupted.map(\.severity.level)).sorted()
        let shares = MeanShares(clean: clean, corrupted, bootstrap)
        let cleanAccuracy = self.clean.value
        rows = shares.corruptions.map { corruption in
            let cells = corrupted.filter { $0.corruption == corruption }.sorted { $0.severity < $1.severity }
            return Row(
                name: corruption.rawValue, group: corruption.group.rawValue,
                cells: cells.map { Cell($0, clean: cleanAccuracy) }, shares.estimates([corruption]))
        }
        let named = Corruption.Group.allCases.map { group in
            (name: group.rawValue, members: shares.corruptions.filter { $0.group == group })
        }
        let published = shares.corruptions.filter { $0.group != .shape }
        groups = (named + [(name: "common", members: published)])
            .filter { $0.members.count > 1 }
            .map { Row(name: $0.name, group: $0.name, cells: [], shares.estimates($0.members)) }
    }
}

extension RobustnessResult.Cell {
    fileprivate init(_ answers: CorruptedAnswers, clean: Double) {
        severity = answers.severity.level
        right = answers.right.count { $0 }
        accuracy = Estimate(part: right, of: answers.right.count)
        relative = clean > 0 ? accuracy.value / clean : nil
    }
}

extension RobustnessResult.Row {
    fileprivate init(
        name: String, group: String, cells: [RobustnessResult.Cell],
        _ estimates: (mean: Estimate, relative: Estimate?)
    ) {
        self.init(
            name: name, group: group, cells: cells, mean: estimates.mean, relative: estimates.relative)
    }
}
