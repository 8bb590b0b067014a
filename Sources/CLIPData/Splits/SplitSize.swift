/// How large a part of a split is.
public enum SplitSize: Sendable, Hashable {
    /// A share of the samples, above 0 and below 1.
    case fraction(Double)
    /// A number of samples, at least 1.
    case count(Int)

    /// As a message shows it.
    var text: String {
        switch self {
        case .fraction(let fraction): "\(fraction)"
        case .count(let count): "\(count)"
        }
    }
}
