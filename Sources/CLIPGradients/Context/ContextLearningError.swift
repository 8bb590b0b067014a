/// Why context vectors cannot be learned.
public struct ContextLearningError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, where, and what to do about it.
    public let message: String

    /// The message itself.
    public var description: String { message }

    init(_ message: String) { self.message = message }
}
