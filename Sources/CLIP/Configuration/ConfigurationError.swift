public import CLIPWeights

/// Why a model's files could not be found, understood, or used together.
///
/// The message names the file, the field where there is one, and the remedy; the code is for programs.
public struct ConfigurationError: Error, Hashable, CustomStringConvertible {
    /// What kind of thing went wrong. New kinds can be added without breaking a caller.
    public struct Code: Hashable, Sendable {
        private enum Kind { case missing, unreadable, malformed, unsupported, weights }
        private let kind: Kind

        /// A file that the model needs is not there.
        public static let missing = Code(kind: .missing)
        /// A file cannot be opened.
        public static let unreadable = Code(kind: .unreadable)
        /// A file does not say what it must, or says it wrongly.
        public static let malformed = Code(kind: .malformed)
        /// The files are sound, but describe something that this software does not compute.
        public static let unsupported = Code(kind: .unsupported)
        /// The weights cannot be used; see ``ConfigurationError/weights``.
        public static let weights = Code(kind: .weights)
    }

    /// The kind of failure.
    public let code: Code
    /// One or more lines for a person.
    public let message: String
    /// What was wrong with the weights, if they were the reason.
    public let weights: WeightError?

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
        weights = nil
    }

    init(_ error: WeightError) {
        code = error.code == .unreadable ? .unreadable : .weights
        message = error.message
        weights = error
    }

    /// The message.
    public var description: String { message }
}
