/// How the letters of a text file are stored.
enum TextEncoding {
    case utf8
    /// ISO 8859-1, as old tools save: every byte is a letter.
    case latin1

    /// The text of some bytes; in UTF-8, nil where they are none.
    func text(_ bytes: some Collection<UInt8>) -> String? {
        switch self {
        case .utf8: String(validating: bytes, as: UTF8.self)
        case .latin1: String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        }
    }

    /// Bytes of a mark in front that says UTF-8.
    static func markLength(_ bytes: some Collection<UInt8>) -> Int {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// Why some bytes at a file's beginning are no text that is read; nil where they may be.
    static func refusal(_ bytes: some Collection<UInt8>) -> String? {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return "it is UTF-16: save it as UTF-8"
        }
        return bytes.contains(0) ? "it has zero bytes, so it is no text file: save it as UTF-8 text" : nil
    }
}
