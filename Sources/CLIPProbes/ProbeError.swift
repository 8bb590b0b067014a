/// Why a head cannot be fitted, written or used.
public struct ProbeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, where, and what to do about it.
    public let message: String

    /// The message itself.
    public var description: String { message }

    /// An error with its message.
    public init(_ message: String) { self.message = message }
}
