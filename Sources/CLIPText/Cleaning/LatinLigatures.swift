extension [Unicode.Scalar] {
    /// Splits ligatures and digraphs of Latin letters, which usually come from typesetting or old
    /// encodings. Letters such as æ, which are written on purpose, stay.
    mutating func splitLatinLigatures() {
        rewrite(where: { Self.letters(of: $0) != nil }) { scalar, result in
            result += Self.letters(of: scalar)!.unicodeScalars
        }
    }

    private static func letters(of scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x132: "IJ"
        case 0x133: "ij"
        case 0x149: "\u{2BC}n"
        case 0x1C4: "D\u{17D}"
        case 0x1C5: "D\u{17E}"
        case 0x1C6: "d\u{17E}"
        case 0x1C7: "LJ"
        case 0x1C8: "Lj"
        case 0x1C9: "lj"
        case 0x1CA: "NJ"
        case 0x1CB: "Nj"
        case 0x1CC: "nj"
        case 0x1F1: "DZ"
        case 0x1F2: "Dz"
        case 0x1F3: "dz"
        case 0xFB00: "ff"
        case 0xFB01: "fi"
        case 0xFB02: "fl"
        case 0xFB03: "ffi"
        case 0xFB04: "ffl"
        case 0xFB05: "\u{17F}t"
        case 0xFB06: "st"
        default: nil
        }
    }
}
