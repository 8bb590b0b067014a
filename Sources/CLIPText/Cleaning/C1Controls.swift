/// The control characters U+0080 to U+009F, which in practice are Windows-1252 read as Latin-1.
enum C1Controls {
    /// What Windows-1252 has in the place of a C1 control; the five places that it leaves empty keep it.
    static func windows1252(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x80...0x9F: characters[Int(scalar.value - 0x80)]
        default: scalar
        }
    }

    private static let characters: [Unicode.Scalar] = [
        "€", "\u{81}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{8D}", "Ž", "\u{8F}",
        "\u{90}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{9D}", "ž", "Ÿ",
    ]
}

extension [Unicode.Scalar] {
    /// Replaces C1 controls by the Windows-1252 characters that they were meant to be, as browsers do.
    mutating func replaceC1Controls() {
        rewrite(where: { (0x80...0x9F).contains($0.value) }) { scalar, result in
            result.append(C1Controls.windows1252(scalar))
        }
    }
}
