/// Lines of a small text file.
///
/// A line ends at a line feed, a carriage return, or both, as in Python's text files. Unicode's other breaks, such as
/// U+2028 and U+0085, belong to a text: cleaning knows what they stand for. All is done by scalars, since a mark behind a
/// space or a comma would make one `Character` of both.
package enum TextLines {
    /// The lines that are not blank, trimmed, with their numbers from 1.
    ///
    /// - Throws: `PromptError` when the file is not UTF-8.
    package static func numbered(
        _ bytes: [UInt8], name: String
    ) throws(PromptError) -> [(number: Int, line: String)] {
        let lines = try all(bytes, name: name)
        return lines.enumerated().compactMap { index, line in
            line.isEmpty ? nil : (index + 1, line)
        }
    }

    /// All lines, trimmed, blank ones as empty texts; no line stands after the last line break.
    ///
    /// - Throws: `PromptError` when the file is not UTF-8.
    package static func all(_ bytes: [UInt8], name: String) throws(PromptError) -> [String] {
        try exact(bytes, name: name).map { trimmed($0) }
    }

    /// All lines as they stand, white space and all: a text's repair may need the space at its end.
    ///
    /// - Throws: `PromptError` when the file is not UTF-8.
    package static func exact(_ bytes: [UInt8], name: String) throws(PromptError) -> [String] {
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        guard let text = String(validating: hasMark ? bytes.dropFirst(3) : bytes[...], as: UTF8.self) else {
            throw PromptError("\(name) is not UTF-8: save it as UTF-8 text")
        }
        return split(text)
    }

    /// The lines of a text; no line stands after the last line break.
    package static func split(_ text: String) -> [String] {
        var lines: [String] = []
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
            lines.append(String(decoding: bytes[start..<end], as: UTF8.self))
            let isPair = end + 1 < bytes.count && bytes[end] == 0x0D && bytes[end + 1] == 0x0A
            start = end + (isPair ? 2 : 1)
        }
        return lines
    }

    /// `text` without white space at its ends.
    package static func trimmed(_ text: some StringProtocol) -> String {
        let scalars = text.unicodeScalars
        guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(text[start..<scalars.index(after: last)])
    }

    /// What stands between separators, trimmed, without what is blank.
    package static func parts(
        _ text: some StringProtocol, between isSeparator: (Unicode.Scalar) -> Bool
    ) -> [String] {
        text.unicodeScalars.split(whereSeparator: isSeparator)
            .map { scalars in
                var part = String.UnicodeScalarView()
                part.append(contentsOf: scalars)
                return trimmed(String(part))
            }
            .filter { !$0.isEmpty }
    }
}
