/// Why a model was not converted. Nothing is left behind.
public struct ConversionError: Error, Hashable, CustomStringConvertible {
    /// What kind of thing went wrong. New kinds can be added without breaking a caller.
    public struct Code: Hashable, Sendable {
        private enum Kind { case unsupported, overflow, exists, unwritable, cancelled }
        private let kind: Kind

        /// The other layout cannot express the model.
        public static let unsupported = Code(kind: .unsupported)
        /// A number is larger than the asked element type has.
        public static let overflow = Code(kind: .overflow)
        /// There is something at the destination, and replacing it was not asked for.
        public static let exists = Code(kind: .exists)
        /// The folder cannot be written.
        public static let unwritable = Code(kind: .unwritable)
        /// The task was cancelled.
        public static let cancelled = Code(kind: .cancelled)
    }

    /// The kind of failure.
    public let code: Code
    /// One or more lines for a person.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
