extension LabelLint {
    /// What a label's letters show: names of files and folders rather than words.
    static func spelling(of label: Label) -> [LabelFinding] {
        var findings: [LabelFinding] = []
        if isSynset(label.cleaned) {
            findings.append(
                LabelFinding(
                    rule: .synset, severity: .warning, labels: [label.given],
                    message: "a WordNet id, which no text on the web uses",
                    remedy: "give names for the ids, with --classnames or a labels file"))
        } else if let numbered = numbered(label) {
            findings.append(numbered)
        }
        if label.given.contains("_") {
            findings.append(
                LabelFinding(
                    rule: .underscore, severity: .note, labels: [label.given],
                    message: "\"_\" is read as a space: \"\(label.cleaned)\"",
                    remedy:
                        "nothing, or write the spaces yourself; \"prompts compare --names raw --names cleaned\" shows "
                        + "which is better on your pictures"))
        }
        return findings
    }

    /// A WordNet id such as n02102040.
    private static func isSynset(_ text: String) -> Bool {
        text.count == 9 && text.first == "n" && text.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
    }

    private static func numbered(_ label: Label) -> LabelFinding? {
        guard let last = label.words.last else { return nil }
        if label.words.count == 1, last.allSatisfy(\.isNumber) {
            return LabelFinding(
                rule: .digits, severity: .note, labels: [label.given],
                message: "a number alone may be a count, a year or a digit",
                remedy:
                    "say what it is: a template such as \"a photo of the number {}.\", or names for the classes"
            )
        }
        let digits = last.reversed().prefix { $0.isNumber }.count
        guard digits > 0, digits <= 3, label.words.count > 1 || digits < last.count else { return nil }
        return LabelFinding(
            rule: .digits, severity: .note, labels: [label.given],
            message: "ends in a number, which looks like a running one",
            remedy:
                "leave it out if it says nothing about the look of the thing; two classes must not become one by it"
        )
    }

    /// Labels that are written alike, and counted once.
    static func duplicates(_ labels: [Label]) -> [LabelFinding] {
        var places: [String: [Label]] = [:]
        for label in labels { places[label.cleaned, default: []].append(label) }
        var done: Set<String> = []
        return labels.filter { done.insert($0.cleaned).inserted }.compactMap { label in
            guard let alike = places[label.cleaned], alike.count > 1 else { return nil }
            let spellings = Self.unique(alike.map(\.given))
            return LabelFinding(
                rule: .duplicate, severity: spellings.count == 1 ? .warning : .error, labels: spellings,
                message: spellings.count == 1
                    ? "given \(alike.count) times, counted once"
                    : "the same once cleaned: \"\(label.cleaned)\"",
                remedy: spellings.count == 1
                    ? "leave the others out" : "give each class a name that says how it differs")
        }
    }

    static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}
