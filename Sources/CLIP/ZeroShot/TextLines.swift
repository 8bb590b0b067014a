/// Lines of a small text file.
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
    package static func all(_ bytes: [UInt8], name: String) throws(PromptError) -> [String] {
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        guard let text = String(validating: hasMark ? bytes.dropFirst(3) : bytes[...], as: UTF8.self) else {
            throw PromptError("\(name) is not UTF-8: save it as UTF-8 text")
        }
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { trimmed($0) }
    }

    /// `text` without white space at its ends.
    static func trimmed(_ text: some StringProtocol) -> String {
        let start = text.firstIndex { !$0.isWhitespace } ?? text.endIndex
        let end = text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? start
        return String(text[start..<end])
    }
}
