public import CLIP

/// Why a model could not be had by its name.
///
/// The message says what was asked for, where it was looked for and what to do; no token is ever in it. The code is
/// for programs.
public struct HubError: Error, Hashable, CustomStringConvertible {
    /// What kind of thing went wrong. New kinds can be added without breaking a caller.
    public struct Code: Hashable, Sendable {
        private enum Kind {
            case badName, notCached, noLibrary, unreachable, notFound, refused, busy, malformed, damaged,
                noSpace
            case unsupported, file, cancelled, model
        }
        private let kind: Kind

        /// The text names no model.
        public static let badName = Code(kind: .badName)
        /// The network may not be used, and the cache does not hold what is needed.
        public static let notCached = Code(kind: .notCached)
        /// libcurl, which transfers the files, is not on this machine.
        public static let noLibrary = Code(kind: .noLibrary)
        /// No connection, or one that broke again and again.
        public static let unreachable = Code(kind: .unreachable)
        /// The hub has no such repository, revision or file.
        public static let notFound = Code(kind: .notFound)
        /// The hub wants a token, other terms accepted, or other rights.
        public static let refused = Code(kind: .refused)
        /// The hub asks to come back later, or has a fault of its own.
        public static let busy = Code(kind: .busy)
        /// The answer is not what a hub gives.
        public static let malformed = Code(kind: .malformed)
        /// What came is not what the hub says the file is.
        public static let damaged = Code(kind: .damaged)
        /// The disk has not enough room.
        public static let noSpace = Code(kind: .noSpace)
        /// The repository holds no model that is understood.
        public static let unsupported = Code(kind: .unsupported)
        /// A file or folder of the cache cannot be read or written.
        public static let file = Code(kind: .file)
        /// The task was cancelled; what came so far is kept.
        public static let cancelled = Code(kind: .cancelled)
        /// The files are there, but the model in them cannot be used; see ``HubError/model``.
        public static let model = Code(kind: .model)
    }

    /// The kind of failure.
    public let code: Code
    /// One or more lines for a person.
    public let message: String
    /// What was wrong with the model's files, if they were the reason.
    public let model: ConfigurationError?
    /// The message without what can be done about it.
    let reason: String

    /// - Parameter remedy: what can be done, as the message goes on behind the reason.
    init(_ code: Code, _ reason: String, remedy: String = "") {
        self.code = code
        self.reason = reason
        message = reason + remedy
        model = nil
    }

    init(_ error: ConfigurationError) {
        code = .model
        message = error.message
        reason = error.message
        model = error
    }

    /// The message.
    public var description: String { message }
}
