/// Why corruptions cannot be made as asked.
public struct CorruptionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, and what there is instead.
    public let message: String

    /// The message itself.
    public var description: String { message }

    init(_ message: String) { self.message = message }
}
