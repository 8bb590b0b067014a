/// How strong a corruption is: 1, mild, to 5, severe, as published.
public struct Severity: Sendable, Hashable, Comparable, CaseIterable, CustomStringConvertible {
    /// 1 … 5.
    public let level: Int

    /// - Throws: ``CorruptionError`` for another level than 1 … 5.
    public init(_ level: Int) throws(CorruptionError) {
        guard (1...5).contains(level) else {
            throw CorruptionError("there is no severity \(level): severities are 1, 2, 3, 4 and 5")
        }
        self.level = level
    }

    private init(sound level: Int) { self.level = level }

    /// All five.
    public static let allCases = (1...5).map(Severity.init(sound:))

    /// The strength that belongs to it, out of five.
    func callAsFunction<Strength>(_ strengths: [Strength]) -> Strength { strengths[level - 1] }

    /// The milder one comes first.
    public static func < (left: Severity, right: Severity) -> Bool { left.level < right.level }

    /// The level.
    public var description: String { String(level) }
}
