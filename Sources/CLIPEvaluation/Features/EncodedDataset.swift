/// A dataset's pictures as vectors, and what became of the others.
public struct EncodedDataset: Sendable {
    /// The pictures that could be read, in the dataset's order.
    public let features: LabelledEmbeddings
    /// The examples that could not, in the dataset's order.
    public let unreadable: [UnreadableSample]
    /// How many pictures went through the network; the others' vectors were known.
    public let encoded: Int
}

/// An example without a vector.
public struct UnreadableSample: Sendable, Hashable {
    /// See `Sample.id`.
    public let id: String
    /// Why there is none, for a person.
    public let reason: String

    /// Names an example with the reason.
    public init(id: String, reason: String) {
        self.id = id
        self.reason = reason
    }
}
