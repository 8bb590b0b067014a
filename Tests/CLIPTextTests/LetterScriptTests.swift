import CLIPText
import Testing

@Suite("Scripts of letters")
struct LetterScriptTests {
    @Test(
        "more than half of the letters, digits and signs not counted",
        arguments: [
            ("", false), ("123 !?", false), ("a cat", false), ("été à la plage", false), ("ﬁ ǆ Ａ", false),
            ("ab яю", false), ("ab яюж", true), ("кот 123456789", true), ("猫", true), ("a 猫", false),
            ("😀😀😀 cat", false), ("حب", true), ("ª º", false),
        ])
    func foreign(text: String, isForeign: Bool) {
        #expect(LetterScript.isMostlyForeign(text) == isForeign, "\(text)")
    }
}
