/// In which script a text's letters are.
public enum LetterScript {
    /// Whether more than half of a text's letters are not Latin ones, which is nearly all that a model saw that
    /// learned from English texts. A text without letters is not.
    public static func isMostlyForeign(_ text: String) -> Bool {
        var letters = 0
        var foreign = 0
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A, 0x61...0x7A: letters += 1
            case 0..<0x80: continue
            default:
                let traits = ScalarTraits(scalar)
                guard traits.kind == .letter else { continue }
                letters += 1
                if !traits.isLatin { foreign += 1 }
            }
        }
        return foreign * 2 > letters
    }
}
