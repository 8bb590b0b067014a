/// About how wide text is, where no font can be asked: figures leave room by it and cut long names.
enum TextWidth {
    /// Pixels at a font size of 12, by the average of common sans-serif fonts; East Asian letters and emoji count whole.
    static func of(_ text: String) -> Double {
        text.reduce(0) { $0 + width($1) }
    }

    /// `text`, or its beginning with "…" where it is wider than `limit` pixels.
    static func cut(_ text: String, to limit: Double) -> String {
        guard of(text) > limit else { return text }
        var kept = ""
        var room = limit - width("…")
        for letter in text {
            room -= width(letter)
            guard room >= 0 else { break }
            kept.append(letter)
        }
        while kept.last == " " { kept.removeLast() }
        return kept + "…"
    }

    private static func width(_ letter: Character) -> Double {
        guard let scalar = letter.unicodeScalars.first else { return 0 }
        switch scalar {
        case "i", "j", "l", "I", "t", "f", "r", ".", ",", ":", ";", "'", "|", "!", "(", ")", "[", "]", " ",
            "-", "/":
            return 4
        case "m", "w", "M", "W", "@", "%", "…": return 10.5
        case "A"..."Z", "_": return 8
        case "\u{0}"..."\u{10FF}": return 6.7
        case "\u{1100}"..."\u{115F}", "\u{2E80}"..."\u{A4CF}", "\u{AC00}"..."\u{D7A3}",
            "\u{F900}"..."\u{FAFF}",
            "\u{FF00}"..."\u{FF60}", "\u{1F000}"..."\u{1FAFF}", "\u{20000}"..."\u{3FFFD}":
            return 12.5
        default: return 7.5
        }
    }
}
