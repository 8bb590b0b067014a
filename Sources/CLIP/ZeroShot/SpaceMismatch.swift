/// Vectors that were made in another space than the model's: comparing them would mean nothing.
public struct SpaceMismatch: Error, Sendable, CustomStringConvertible {
    /// Which vectors, what they were made with, what differs, and the remedy.
    public let message: String

    /// The message itself.
    public var description: String { message }

    package init(message: String) { self.message = message }
}
