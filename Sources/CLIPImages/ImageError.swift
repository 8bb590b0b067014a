/// Why a picture could not be had: a code for programs, a sentence for people.
public struct ImageError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure. New ones may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String { case unreadable, unsupported, truncated, corrupt, tooLarge, badLayout }
        private let kind: Kind

        /// The file cannot be opened or read.
        public static let unreadable = Code(kind: .unreadable)
        /// The content is of a format or variety that is not decoded here.
        public static let unsupported = Code(kind: .unsupported)
        /// The data end before the picture does.
        public static let truncated = Code(kind: .truncated)
        /// The data contradict their format, or a checksum is wrong.
        public static let corrupt = Code(kind: .corrupt)
        /// The picture is beyond a limit of `DecodingOptions`, or too costly to decode.
        public static let tooLarge = Code(kind: .tooLarge)
        /// Raw pixels that do not fit the width, height and row length given with them.
        public static let badLayout = Code(kind: .badLayout)

        /// The code's name.
        public var description: String { kind.rawValue }
    }

    /// What kind of failure it is.
    public let code: Code
    /// What failed, where, and what to do about it.
    public let message: String
    /// The file, where the picture came from one.
    public let path: String?

    init(_ code: Code, _ message: String, path: String? = nil) {
        self.code = code
        self.message = message
        self.path = path
    }

    /// The path, if there is one, and the message.
    public var description: String { path.map { "\($0): \(message)" } ?? message }

    func at(_ path: String) -> ImageError { ImageError(code, message, path: path) }
}
