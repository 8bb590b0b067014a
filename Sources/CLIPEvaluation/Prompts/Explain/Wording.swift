/// One way of saying what a picture may show.
public struct Wording: Sendable, Hashable {
    /// The text as the model reads it.
    public let text: String
    /// The label that it is made of; nil for a text of its own.
    public let label: String?
    /// The template that the label stands in; nil for a text of its own.
    public let template: String?

    /// A text of its own.
    public init(_ text: String) {
        self.text = text
        label = nil
        template = nil
    }

    /// What a template makes of a label.
    public init(_ text: String, label: String, template: String) {
        self.text = text
        self.label = label
        self.template = template
    }

    /// The words, as white space parts them.
    var words: [String] { text.split(whereSeparator: \.isWhitespace).map(String.init) }

    /// The text without each of its words in turn; empty where it has one word alone, without which nothing is left.
    var shortened: [String] {
        let words = words
        guard words.count > 1 else { return [] }
        return words.indices.map { left in
            words.indices.filter { $0 != left }.map { words[$0] }.joined(separator: " ")
        }
    }
}

/// What a word does for a wording: how the match changes when it is left out.
public struct WordInfluence: Sendable, Hashable {
    /// The word as it stands in the text.
    public let word: String
    /// The cosine of the picture with the text without the word.
    public let cosineWithout: Float
    /// That cosine less the whole text's: below 0 where the word helps the match.
    public let change: Float
}

/// How one wording matches the picture.
public struct WordingMatch: Sendable, Hashable {
    /// The wording.
    public let wording: Wording
    /// The cosine of picture and text, −1…1.
    public let cosine: Float
    /// The cosine times the model's scale, plus its bias if it has one.
    public let logit: Float
    /// Its part of the softmax over the wordings it is compared with, 0…1; nil where there is no other.
    public let probability: Float?
    /// Its words in order; empty where it has one alone.
    public let words: [WordInfluence]
}
