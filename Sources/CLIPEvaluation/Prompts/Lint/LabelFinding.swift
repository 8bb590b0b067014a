/// Something about labels or templates that is likely to cost accuracy, or to say what no picture can show.
public struct LabelFinding: Sendable, Hashable {
    /// How much it matters.
    public enum Severity: String, Sendable, Hashable, Comparable, CaseIterable {
        /// Good to know; often harmless.
        case note
        /// Likely to change answers.
        case warning
        /// Labels that the model cannot tell apart.
        case error

        /// By weight, notes first.
        public static func < (left: Severity, right: Severity) -> Bool {
            let order = allCases
            return order.firstIndex(of: left).map { $0 < (order.firstIndex(of: right) ?? 0) } ?? false
        }
    }

    /// What was looked for.
    public enum Rule: String, Sendable, Hashable, CaseIterable {
        case singleLabel = "single-label"
        case duplicate
        case collision
        case nearlyEqual = "nearly-equal"
        case homonym
        case negation
        case catchAll = "catch-all"
        case judgesPeople = "judges-people"
        case synset
        case digits
        case underscore
        case script
        case bytes
        case pieces
        case tooLong = "too-long"
        case article
        case duplicateTemplate = "duplicate-template"
    }

    /// What was looked for.
    public let rule: Rule
    /// How much it matters.
    public let severity: Severity
    /// The labels that it is about, as they were given; for a template, the labels that it does not fit.
    public let labels: [String]
    /// What is the matter.
    public let message: String
    /// What to do about it.
    public let remedy: String
}
