extension LabelLint {
    /// What a label's words mean, as far as lists of words know.
    static func meaning(of label: Label) -> [LabelFinding] {
        [homonym(label), negation(label), catchAll(label), judgement(label)].compactMap(\.self)
    }

    private static func homonym(_ label: Label) -> LabelFinding? {
        guard label.words.count == 1, let word = label.words.first,
            let entry = Homonyms.all.first(where: { isForm(word, of: $0.word) })
        else { return nil }
        let senses = entry.senses.map { "\"\(entry.word), \($0)\"" }.joined(separator: " or ")
        return LabelFinding(
            rule: .homonym, severity: .warning, labels: [label.given],
            message: "means several things: \(entry.senses.joined(separator: ", "))",
            remedy: "say which is meant, such as \(senses)")
    }

    /// The word itself or its plural.
    private static func isForm(_ word: String, of singular: String) -> Bool {
        word == singular || word == singular + "s" || word == singular + "es"
    }

    private static let negations: Set<String> = [
        "without", "no", "not", "non", "never", "except", "excluding", "lacking", "minus", "cannot",
    ]

    private static func negation(_ label: Label) -> LabelFinding? {
        guard label.words.count > 1 || label.words.first?.hasPrefix("non-") == true,
            let word = label.words.first(where: { word in
                negations.contains(word) || word.hasPrefix("non-") || word.hasSuffix("n't")
                    || word.hasSuffix("n’t")
            })
        else { return nil }
        return LabelFinding(
            rule: .negation, severity: .warning, labels: [label.given],
            message:
                "\"\(word)\": the model reads the words but hardly the negation, so this finds the thing itself",
            remedy: "name what is seen instead, such as \"bare face\" for \"without glasses\"")
    }

    private static let catchAlls: Set<String> = [
        "other", "others", "misc", "miscellaneous", "unknown", "unlabelled", "unlabeled", "none", "nothing",
        "none of the above", "anything else", "something else", "everything else", "rest", "various",
        "undefined", "n/a", "na",
    ]

    private static func catchAll(_ label: Label) -> LabelFinding? {
        guard catchAlls.contains(label.cleaned.lowercased()) else { return nil }
        return LabelFinding(
            rule: .catchAll, severity: .warning, labels: [label.given],
            message: "has no look that a text could describe",
            remedy: "leave it out and use --unknown SCORE, or name what else there may be")
    }

    private static func judgement(_ label: Label) -> LabelFinding? {
        let words = label.words
        let isOfPerson = words.contains { word in PeopleWords.people.contains(word) }
        for kind in PeopleWords.kinds {
            let found =
                kind.persons.first { phrase($0, in: words) }
                ?? kind.qualities.first { (isOfPerson || isWhole($0, words)) && phrase($0, in: words) }
                ?? (isOfPerson ? kind.qualitiesOfPeople.first { phrase($0, in: words) } : nil)
            guard let found else { continue }
            return LabelFinding(
                rule: .judgesPeople, severity: .warning, labels: [label.given],
                message:
                    "\"\(found)\" judges a person by a picture: \(kind.reason). CLIP's paper (section 7) "
                    + "measured how unevenly such a model gives labels to people of different age, gender and origin",
                remedy: "label what is seen, such as clothing, an action or an object, or leave people out")
        }
        return nil
    }

    private static func isWhole(_ text: String, _ words: [String]) -> Bool {
        words.joined(separator: " ") == text
    }

    /// Whether the words of `text` stand in `words` one after the other; the last may be in the plural.
    private static func phrase(_ text: String, in words: [String]) -> Bool {
        let wanted = text.split(separator: " ").map(String.init)
        guard let last = wanted.last, words.count >= wanted.count else { return false }
        return (0...words.count - wanted.count).contains { start in
            let part = words[start..<start + wanted.count]
            return part.dropLast().elementsEqual(wanted.dropLast())
                && (part.last.map { isForm($0, of: last) } ?? false)
        }
    }
}
