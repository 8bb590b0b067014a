/// The labels of a classification, cleaned, with what the cleaning did.
///
/// Data sets write "sports_car"; a text encoder has seen "sports car". So `_` becomes a space. A label
/// that is given twice would share its probability with itself, so it counts once.
public struct LabelList: Sendable, Hashable {
    /// The labels in the order given.
    public let labels: [String]
    /// What was changed, one sentence each; empty when the labels are as they were given.
    public let notes: [String]

    /// Labels that a note lists; of a long list a few tell the user what happened.
    private static let mostNamed = 5

    /// Cleans labels.
    ///
    /// - Throws: `PromptError` when none is left.
    public init(_ given: some Sequence<String>) throws(PromptError) {
        var labels: [String] = []
        var seen: Set<String> = []
        var respelled: [String] = []
        var doubled: [String] = []
        var blanks = 0
        for text in given {
            let label = TextLines.trimmed(Self.spaced(text))
            if label.isEmpty {
                blanks += 1
            } else if !seen.insert(label).inserted {
                doubled.append(label)
            } else {
                if text.utf8.contains(UInt8(ascii: "_")) { respelled.append("\(text) → \(label)") }
                labels.append(label)
            }
        }
        guard !labels.isEmpty else {
            throw PromptError("there is no label: give some with --labels cat,dog or in a file")
        }
        var notes: [String] = []
        if let first = respelled.first {
            let count = respelled.count == 1 ? "1 label" : "\(respelled.count) labels"
            notes.append("\"_\" read as a space in \(count): \(first)\(respelled.count > 1 ? ", …" : "")")
        }
        if !doubled.isEmpty {
            let unique = Self.unique(doubled)
            let names = unique.prefix(Self.mostNamed).map { "\"\($0)\"" }.joined(separator: ", ")
            let more = unique.count > Self.mostNamed ? " and \(unique.count - Self.mostNamed) more" : ""
            notes.append("given more than once, counted once: \(names)\(more)")
        }
        if blanks > 0 {
            notes.append("\(blanks == 1 ? "1 blank label" : "\(blanks) blank labels") passed over")
        }
        self.labels = labels
        self.notes = notes
    }

    /// The labels between the commas of `cat,dog,"black, white"`; quotes as in CSV.
    ///
    /// - Throws: `PromptError` for a quote that is not closed, or with something behind it.
    public static func split(_ text: String) throws(PromptError) -> [String] {
        // By scalars: a joiner behind a comma would make one `Character` of both.
        var labels: [String] = []
        var rest = text.unicodeScalars[...]
        while true {
            let start = rest.drop(while: \.properties.isWhitespace)
            if start.first == "\"" {
                let (label, behind) = try quoted(start.dropFirst())
                labels.append(label)
                rest = behind.drop(while: \.properties.isWhitespace)
                guard rest.isEmpty || rest.first == "," else {
                    throw PromptError("after the closing quote of \"\(label)\" a comma must follow")
                }
            } else {
                let label = rest.prefix { $0 != "," }
                labels.append(String(label))
                rest = rest[label.endIndex...]
            }
            guard !rest.isEmpty else { return labels }
            rest.removeFirst()
        }
    }

    /// What stands before the closing quote, with doubled ones as one, and what is behind it.
    private static func quoted(
        _ text: Substring.UnicodeScalarView
    ) throws(PromptError) -> (label: String, behind: Substring.UnicodeScalarView) {
        var label = String.UnicodeScalarView()
        var rest = text
        while let letter = rest.popFirst() {
            if letter != "\"" {
                label.append(letter)
            } else if rest.first == "\"" {
                label.append(letter)
                rest.removeFirst()
            } else {
                return (String(label), rest)
            }
        }
        throw PromptError("a quote in the labels is not closed: \"\(String(text))")
    }

    /// `label` with spaces for underscores.
    static func spaced(_ label: String) -> String {
        var spaced = String.UnicodeScalarView()
        for scalar in label.unicodeScalars { spaced.append(scalar == "_" ? " " : scalar) }
        return String(spaced)
    }

    private static func unique(_ labels: [String]) -> [String] {
        var seen: Set<String> = []
        return labels.filter { seen.insert($0).inserted }
    }
}
