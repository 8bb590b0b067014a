/// A picture whose given label the model finds far less likely than another.
public struct LabelIssue: Sendable, Hashable {
    /// The picture's row.
    public let picture: Int
    /// Its class as the data has it.
    public let given: Int
    /// The class that the model takes it for.
    public let suggested: Int
    /// The given class's probability.
    public let givenProbability: Float
    /// The suggested class's probability.
    public let suggestedProbability: Float
    /// The normalised margin, *p(given) − max p(other)*, −1 to 1: the smaller, the worse.
    public let margin: Float
}
