/// Comparison without regard to case with ASCII text, the only kind that the tokenizer's pattern holds.
enum CaseFolding {
    /// Simple case folding of what folds to an ASCII letter. Two other scalars do: the long s and the
    /// Kelvin sign.
    static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "A"..."Z": Unicode.Scalar(scalar.value + 0x20)!
        case "\u{17F}": "s"
        case "\u{212A}": "k"
        default: scalar
        }
    }
}
