import ArgumentParser
import CLIP
import CLIPText

/// What happens with a text that has more tokens than the model has positions.
enum LongTexts: String, ExpressibleByArgument, CaseIterable {
    /// The rest is cut off, and said once.
    case truncate
    /// The run ends.
    case error
}

/// Finds texts that are too long before they are encoded.
struct TruncationNote {
    private let session: Session
    private let rule: LongTexts
    private let tokenizer: Tokenizer?

    /// - Parameter tokenizer: the model's if nil.
    init(_ session: Session, _ rule: LongTexts, _ tokenizer: Tokenizer? = nil) {
        self.session = session
        self.rule = rule
        self.tokenizer = tokenizer
    }

    /// Says once how many texts are cut, with the first of them and what it loses.
    ///
    /// - Throws: `CommandFailure` (1) that names the text, when long texts are errors.
    func check(_ texts: [String]) throws(CommandFailure) {
        let positions = session.clip.contextLength
        var cut = 0
        var first: (text: String, tokens: Int, lost: String)?
        for text in texts where !Tokenizer.surelyFits(text, contextLength: positions) {
            let tokens = (tokenizer ?? session.clip.tokenizer).encode(text, contextLength: positions)
            guard tokens.truncated else { continue }
            cut += 1
            if first == nil { first = (text, tokens.cut, tokens.cutText) }
        }
        guard let first else { return }
        let example = "\"\(Self.short(first.text))\" by \(DisplayNumber.count(first.tokens, "token"))"
        if rule == .error {
            throw .failed("a text is longer than the model's \(positions) tokens: \(example); shorten it")
        }
        let verb = cut == 1 ? "text is" : "texts are"
        session.console.note(
            "\(DisplayNumber.grouped(cut)) \(verb) longer than the model's \(positions) tokens and cut: \(example)"
                + (cut > 1 ? ", …" : "") + "; not read: \"\(Self.short(first.lost))\"")
    }

    private static func short(_ text: String) -> String {
        text.count <= 60 ? text : text.prefix(59) + "…"
    }
}
