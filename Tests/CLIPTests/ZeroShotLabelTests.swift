import Testing

@testable import CLIP

@Suite("Label lists")
struct ZeroShotLabelTests {
    @Test("clean labels stay as they are, without a word")
    func clean() throws {
        let list = try LabelList(["cat", "sports car", "日本"])
        #expect(list.labels == ["cat", "sports car", "日本"])
        #expect(list.notes.isEmpty)
    }

    @Test("underscores become spaces and are named")
    func underscores() throws {
        let list = try LabelList(["sports_car", "dog", "polar_bear"])
        #expect(list.labels == ["sports car", "dog", "polar bear"])
        #expect(list.notes == ["\"_\" read as a space in 2 labels: sports_car → sports car, …"])
    }

    @Test("duplicates count once, also those that cleaning makes, and are named")
    func duplicates() throws {
        let list = try LabelList(["cat", "hot_dog", " hot dog ", "cat", "cat"])
        #expect(list.labels == ["cat", "hot dog"])
        #expect(list.notes.last == "given more than once, counted once: \"hot dog\", \"cat\"")
    }

    @Test("blanks are passed over and counted")
    func blanks() throws {
        let list = try LabelList(LabelList.split("cat,, dog,_"))
        #expect(list.labels == ["cat", "dog"])
        #expect(list.notes == ["2 blank labels passed over"])
    }

    @Test("quotes keep commas, as in CSV")
    func quotes() throws {
        #expect(
            try LabelList.split("cat,\u{200C}dog,\"\u{301}\",a_\u{301}") == [
                "cat", "\u{200C}dog", "\u{301}", "a_\u{301}",
            ])
        #expect(try LabelList(["a_\u{301}b"]).labels == ["a \u{301}b"])
        #expect(
            try LabelList.split("cat, \"black, white\" ,a \"b\",\"say \"\"hi\"\"\",")
                == ["cat", "black, white", "a \"b\"", "say \"hi\"", ""])
        for bad in ["\"cat", "a,\"b\"c"] {
            #expect(throws: PromptError.self, "\(bad)") { _ = try LabelList.split(bad) }
        }
    }

    @Test("no label at all is an error that says how to give some", arguments: [[], [""], [" ", "_"]])
    func none(given: [String]) {
        let error = #expect(throws: PromptError.self) { _ = try LabelList(given) }
        #expect(error?.message.contains("--labels") == true)
    }
}
