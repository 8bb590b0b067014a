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
}
