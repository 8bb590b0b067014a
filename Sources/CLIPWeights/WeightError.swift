/// Why weights could not be read, written or fitted to a model.
///
/// The message says what went wrong, in which file, and what to do about it; the code is for programs.
public struct WeightError: Error, Hashable, CustomStringConvertible {
    /// What kind of thing went wrong. New kinds can be added without breaking a caller.
    public struct Code: Hashable, Sendable {
        private enum Kind { case unreadable, malformed, unsupported, mismatched, unwritable }
        private let kind: Kind

        /// The file is not there or cannot be opened.
        public static let unreadable = Code(kind: .unreadable)
        /// The file is not what its name says, or is damaged.
        public static let malformed = Code(kind: .malformed)
        /// The file may be sound, but is in a form that is not read, or wants something that is not done.
        public static let unsupported = Code(kind: .unsupported)
        /// The file is sound, but its tensors are not those that the model asks for.
        public static let mismatched = Code(kind: .mismatched)
        /// The file cannot be written.
        public static let unwritable = Code(kind: .unwritable)
    }

    /// A tensor that the file has in another shape or element type than the model needs.
    public struct Misfit: Hashable, Sendable {
        /// The name that the file itself uses.
        public let name: String
        /// The shape that the model asked for.
        public let expected: [Int]
        /// The shape in the file.
        public let found: [Int]
        /// What is wrong apart from the shape, if anything.
        public let reason: String?
    }

    /// The kind of failure.
    public let code: Code
    /// One or more lines for a person.
    public let message: String
    /// Tensors that the model needs and the file lacks, by the file's own naming.
    public let missing: [String]
    /// Tensors that the file has and the model does not know.
    public let surplus: [String]
    /// Tensors that have the wrong shape or element type.
    public let misshapen: [Misfit]

    init(
        _ code: Code, _ message: String, missing: [String] = [], surplus: [String] = [],
        misshapen: [Misfit] = []
    ) {
        self.code = code
        self.message = message
        self.missing = missing
        self.surplus = surplus
        self.misshapen = misshapen
    }

    /// The message.
    public var description: String { message }
}
