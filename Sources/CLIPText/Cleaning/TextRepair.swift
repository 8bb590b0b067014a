/// The repairs of ftfy 6.3.1: `fix_text` with its defaults.
enum TextRepair {
    /// A longer line is cut into segments of this many scalars, as ftfy does.
    private static let longestSegment = 1_000_000

    /// Up to so many levels of escaping are resolved one a round, with all other steps between, as ftfy does;
    /// what is left then is resolved at once, so that no text takes a round for each few characters.
    private static let deepestEscape = 16

    /// Repairs line by line. From the first line with a `<` on, the text counts as HTML itself and its
    /// character references stay.
    static func repair(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(text.count)
        var isHTML = false
        var start = 0
        while start < text.count {
            let lineBreak = text[start...].firstIndex(of: "\n")
            let end = min(lineBreak.map { $0 + 1 } ?? text.count, start + longestSegment)
            let segment = Array(text[start..<end])
            isHTML = isHTML || segment.contains("<")
            result += repair(segment: segment, unescaping: !isHTML)
            start = end
        }
        return result
    }

    /// Repeats the steps until nothing changes: one may uncover work for another, such as an entity that
    /// stands for a ligature.
    private static func repair(segment: [Unicode.Scalar], unescaping: Bool) -> [Unicode.Scalar] {
        var text = segment
        var rounds = 0
        while true {
            let before = text
            if unescaping { text.unescapeTerminatedEntities(isNested: rounds >= deepestEscape) }
            rounds += 1
            text.repairEncoding()
            text.replaceC1Controls()
            text.splitLatinLigatures()
            text.unifyWidth()
            text.straightenQuotes()
            text.unifyLineBreaks()
            // ftfy joins or replaces UTF-16 surrogates here; a Swift string has none.
            text.removeTerminalEscapes()
            text.removeControlCharacters()
            text.composeCanonically(as: .python)
            if text == before { return text }
        }
    }
}
