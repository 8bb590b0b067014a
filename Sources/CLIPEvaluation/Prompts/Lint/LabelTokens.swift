import CLIP
import CLIPText

extension LabelLint {
    /// Words of as many tokens are rare: the model has seldom seen them whole.
    private static let manyPieces = 4

    /// Labels that are written differently but give the same tokens: one text to the model.
    func collisions(_ labels: [Label]) -> [LabelFinding] {
        var places: [[Int32]: [String]] = [:]
        var order: [[Int32]] = []
        for text in Self.unique(labels.map(\.cleaned)) {
            let ids = tokenizer.encode(text)
            if places[ids] == nil { order.append(ids) }
            places[ids, default: []].append(text)
        }
        return order.compactMap { ids in
            guard let alike = places[ids], alike.count > 1 else { return nil }
            return LabelFinding(
                rule: .collision, severity: .error, labels: alike,
                message: "the same tokens: the model cannot tell them apart (it reads no capitals)",
                remedy: "keep one, or say in words how they differ")
        }
    }

    /// What the tokenizer makes of a label.
    func tokens(of label: Label, _ templates: [PromptTemplate]) -> [LabelFinding] {
        var findings: [LabelFinding] = []
        if LetterScript.isMostlyForeign(label.cleaned) {
            findings.append(
                LabelFinding(
                    rule: .script, severity: .warning, labels: [label.given],
                    message: "not in Latin letters: models that learned from English texts rank it poorly",
                    remedy: "write it in English, or take a multilingual model"))
        }
        let ids = tokenizer.encode(label.cleaned)
        let broken = ids.count { tokenizer.decode([$0]).unicodeScalars.contains("\u{FFFD}") }
        if broken > 0, findings.isEmpty {
            findings.append(
                LabelFinding(
                    rule: .bytes, severity: .warning, labels: [label.given],
                    message:
                        "\(broken) of \(ids.count) tokens are parts of characters: the vocabulary does not know them",
                    remedy: "write it with letters that the vocabulary has, in English words"))
        } else if let word = rareWord(ids) {
            findings.append(
                LabelFinding(
                    rule: .pieces, severity: .note, labels: [label.given],
                    message: "\"\(word.joined())\" is no word of the vocabulary but \(word.count) pieces: "
                        + word.joined(separator: " · "),
                    remedy: "compare with a more common name for it"))
        }
        if let cut = longest(label, templates) { findings.append(cut) }
        return findings
    }

    /// The pieces of the first word that has many; numbers are always read digit by digit.
    private func rareWord(_ ids: [Int32]) -> [String]? {
        var word: [String] = []
        for id in ids {
            let piece = tokenizer.decode([id])
            word.append(piece.filter { !$0.isWhitespace })
            guard piece.last?.isWhitespace ?? false else { continue }
            if word.count >= Self.manyPieces { return word }
            word = []
        }
        return word.count >= Self.manyPieces ? word : nil
    }

    private func longest(_ label: Label, _ templates: [PromptTemplate]) -> LabelFinding? {
        let prompts = templates.isEmpty ? [label.cleaned] : templates.map { $0.filled(with: label.cleaned) }
        var worst = (cut: 0, text: "")
        for prompt in prompts where !Tokenizer.surelyFits(prompt, contextLength: contextLength) {
            let tokens = tokenizer.encode(prompt, contextLength: contextLength)
            if tokens.cut > worst.cut { worst = (tokens.cut, tokens.cutText) }
        }
        guard worst.cut > 0 else { return nil }
        let lost = worst.text.count <= 40 ? worst.text : worst.text.prefix(39) + "…"
        return LabelFinding(
            rule: .tooLong, severity: .warning, labels: [label.given],
            message: "longer than the model's \(contextLength) tokens by \(worst.cut); not read: \"\(lost)\"",
            remedy: "shorten it: what matters first")
    }
}
