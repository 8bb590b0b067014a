import Testing

@testable import CLIPText

@Suite("Truncation")
struct TruncationTests {
    @Test("ids between special tokens equal the reference's at every context length")
    func goldens() throws {
        let tokenizer = Tokenizer.openAI()
        for record in try Goldens.records("truncation") {
            let context = try #require(record.context)
            let tokenized = tokenizer.encode(record.text, contextLength: context)
            #expect(tokenized.ids == record.ids, "\(context): \(record.text.debugDescription)")
        }
    }

    @Test("the number of dropped tokens is told")
    func cut() {
        let tokenizer = Tokenizer.openAI()
        let text = "one two three four five six"
        let all = tokenizer.encode(text, contextLength: 8)
        #expect(all.ids.count == 8)
        #expect(!all.truncated)
        #expect(all.cut == 0)
        let most = tokenizer.encode(text, contextLength: 7)
        #expect(most.ids == Array(all.ids[..<6]) + [tokenizer.endToken])
        #expect(most.truncated)
        #expect(most.cut == 1)
        #expect(most.cutText == "six ")
        #expect(all.cutText == "")
        let none = tokenizer.encode(text, contextLength: 2)
        #expect(none.ids == [tokenizer.startToken, tokenizer.endToken])
        #expect(none.cut == 6)
        let one = tokenizer.encode(text, contextLength: 1)
        #expect(one.ids == [tokenizer.endToken])
        #expect(one.cut == 6)
    }

    @Test("what surely fits is not cut, by anybody's rules", arguments: Tokenizer.Rules.allCases)
    func fits(rules: Tokenizer.Rules) throws {
        let tokenizer = Tokenizer.openAI(rules)
        let entity = "&nGt;"  // six bytes of UTF-8, of which each may be a token
        let texts =
            try Goldens.records("truncation").map(\.text) + [
                "", "a", "a photo of a cat", "q!q!q!q!q!", "  x \t\n ", "\u{0}\u{1}~~~~", "<|endoftext|>",
                "I'M I'll",
                "0123456789", entity, "é", "İ",
            ]
        for text in texts {
            for context in [1, 2, 3, text.utf8.count + 1, text.utf8.count + 2, 77]
            where Tokenizer.surelyFits(text, contextLength: context) {
                #expect(!tokenizer.encode(text, contextLength: context).truncated, "\(context): \(text)")
            }
        }
        #expect(Tokenizer.surelyFits("a photo of a cat.", contextLength: 77))
        #expect(
            !Tokenizer.surelyFits(entity, contextLength: 77) && !Tokenizer.surelyFits("é", contextLength: 77))
        #expect(!Tokenizer.surelyFits(String(repeating: "a", count: 76), contextLength: 77))
    }
}
