import CLIP

extension LabelLint {
    /// Templates whose "a" or "an" does not fit the label behind it.
    static func articles(_ labels: [Label], _ templates: [PromptTemplate]) -> [LabelFinding] {
        var findings: [LabelFinding] = []
        for template in templates {
            guard let article = article(before: template.text) else { continue }
            let wrong = labels.filter { label in
                guard let word = label.words.first, !articles.contains(word) else { return false }
                return article == "a" && startsWithVowel(word) || article == "an" && !startsWithVowel(word)
            }
            if !wrong.isEmpty {
                findings.append(
                    LabelFinding(
                        rule: .article, severity: .note, labels: wrong.map(\.given),
                        message:
                            "take \"\(article == "a" ? "an" : "a")\", not the \"\(article)\" of \"\(template.text)\"",
                        remedy:
                            "of little effect; a template without an article, or JSON with own prompts, avoids it"
                    ))
            }
            let doubled = labels.filter { $0.words.count > 1 && articles.contains($0.words[0]) }
            if !doubled.isEmpty {
                findings.append(
                    LabelFinding(
                        rule: .article, severity: .warning, labels: doubled.map(\.given),
                        message:
                            "\(doubled.count == 1 ? "brings" : "bring") an article into \"\(template.text)\", which has one: "
                            + "\"\(template.filled(with: doubled[0].cleaned))\"",
                        remedy: "give the label without the article, or the template {}"))
            }
        }
        return findings
    }

    private static let articles: Set<String> = ["a", "an", "the"]

    /// "a" or "an" right before the place for the label.
    private static func article(before text: String) -> String? {
        for place in ["{}", "{c}"] {
            guard let range = text.firstRange(of: place) else { continue }
            let word = text[..<range.lowerBound].split(separator: " ", omittingEmptySubsequences: false)
            guard word.last?.isEmpty == true, let article = word.dropLast().last?.lowercased() else {
                continue
            }
            return article == "a" || article == "an" ? article : nil
        }
        return nil
    }

    private static let vowelLetters: Set<Character> = ["a", "e", "i", "o", "u"]
    /// Beginnings that are spoken otherwise than they are written.
    private static let spokenWithConsonant = ["uni", "use", "usu", "eu", "ewe", "one", "once", "ut", "ub"]
    private static let spokenWithVowel = ["hour", "honest", "honor", "honour", "heir", "herb"]
    private static let exceptions = ["unin", "unim", "utter", "utmost"]

    /// How the word is spoken, as far as its letters tell.
    static func startsWithVowel(_ word: String) -> Bool {
        if spokenWithVowel.contains(where: word.hasPrefix) { return true }
        if spokenWithConsonant.contains(where: word.hasPrefix), !exceptions.contains(where: word.hasPrefix) {
            return false
        }
        return word.first.map(vowelLetters.contains) ?? false
    }
}
