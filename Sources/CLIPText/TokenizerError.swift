/// Why a vocabulary could not be read.
public struct TokenizerError: Error, Sendable, Hashable {
    /// What kind of mistake it is; more kinds may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String {
            case notUTF8, malformedJSON, malformedMerge, duplicateSymbol, duplicateID, duplicateMerge
            case missingID, missingSymbol, missingSpecialToken, unknownSymbol, incompleteMerges, tooLarge
            case unsupported, damagedArchive
        }

        private let value: Value

        private init(_ value: Value) { self.value = value }

        /// Bytes that are not UTF-8.
        public static let notUTF8 = Code(.notUTF8)
        /// The vocabulary is not a JSON object of symbols and ids, or is cut off.
        public static let malformedJSON = Code(.malformedJSON)
        /// A line of the merges is not two symbols with a space between, or is cut off.
        public static let malformedMerge = Code(.malformedMerge)
        /// A symbol occurs twice.
        public static let duplicateSymbol = Code(.duplicateSymbol)
        /// Two symbols have the same id.
        public static let duplicateID = Code(.duplicateID)
        /// A pair is merged twice.
        public static let duplicateMerge = Code(.duplicateMerge)
        /// The ids are not 0, 1, 2 … without a gap.
        public static let missingID = Code(.missingID)
        /// One of the 512 symbols for single bytes is missing.
        public static let missingSymbol = Code(.missingSymbol)
        /// The token that starts or ends a text is missing.
        public static let missingSpecialToken = Code(.missingSpecialToken)
        /// A merge of, or into, a symbol that the vocabulary lacks.
        public static let unknownSymbol = Code(.unknownSymbol)
        /// The vocabulary has symbols that no merge makes.
        public static let incompleteMerges = Code(.incompleteMerges)
        /// More than 2²⁰ symbols, 2²⁴ − 1 merges or 2³¹ − 1 bytes.
        public static let tooLarge = Code(.tooLarge)

        /// A part of a `tokenizer.json` that CLIP's tokenizer does not have.
        public static let unsupported = Code(.unsupported)
        /// A packed file that cannot be unpacked.
        public static let damagedArchive = Code(.damagedArchive)

        /// The code's name.
        public var description: String { value.rawValue }
    }

    /// Where in a file the mistake was found.
    public enum Place: Sendable, Hashable {
        /// Counted from 0.
        case byte(Int)
        /// Counted from 1.
        case line(Int)
    }

    /// The kind of mistake, for programs.
    public let code: Code
    /// `vocab.json`, `merges.txt`, `tokenizer.json` or `bpe_simple_vocab_16e6.txt.gz`.
    public let file: String
    /// Where it was found; nil if the file as a whole is meant.
    public let place: Place?
    /// What is wrong and what to do about it, for people; without file and place.
    public let message: String

    init(_ code: Code, in file: String, at place: Place? = nil, _ message: String) {
        self.code = code
        self.file = file
        self.place = place
        self.message = message
    }
}

extension TokenizerError: CustomStringConvertible {
    /// One line: file, place, what is wrong, remedy.
    public var description: String {
        switch place {
        case .byte(let offset): "\(file), byte \(offset): \(message)"
        case .line(let number): "\(file), line \(number): \(message)"
        case nil: "\(file): \(message)"
        }
    }
}
