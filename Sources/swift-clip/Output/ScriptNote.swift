import CLIPText

/// Says when texts are in a script that the model hardly knows.
enum ScriptNote {
    /// Says once how many texts are mostly not in Latin letters, with the first of them. All vocabularies that are
    /// read here are those of models trained on English.
    static func check(_ texts: [String], _ console: Console) {
        let foreign = texts.filter(LetterScript.isMostlyForeign)
        guard let first = foreign.first else { return }
        let verb = foreign.count == 1 ? "text is" : "texts are"
        console.note(
            "\(DisplayNumber.grouped(foreign.count)) \(verb) mostly not in Latin letters: "
                + "\"\(DisplayText.clipped(DisplayText.cell(first), to: 60))\""
                + (foreign.count > 1 ? ", …" : "")
                + "; this model learned from English texts and ranks others poorly, which a multilingual model, "
                + "such as MetaCLIP 2, does not")
    }
}
