import Testing

@testable import CLIP

@Suite("Templates and prompts")
struct ZeroShotPromptTests {
    @Test("both ways of writing the place are filled, every one of them")
    func places() throws {
        #expect(try PromptTemplate("a photo of a {}.").filled(with: "cat") == "a photo of a cat.")
        #expect(try PromptTemplate("{c} and {c}, {}").filled(with: "x") == "x and x, x")
        #expect(try PromptTemplate("{ {}}").filled(with: "y") == "{ y}")
    }

    @Test(
        "an ending that begins with a vowel sign or a joiner stands right behind the place",
        arguments: ["{}\u{9C7}\u{9B0} ছবি", "{c}\u{9C7}\u{9B0} ছবি"])
    func endings(text: String) throws {
        #expect(try PromptTemplate(text).filled(with: "বিড়াল") == "বিড়াল\u{9C7}\u{9B0} ছবি")
        let file = try Prompts(file: Array("a {}\n\(text)\n".utf8), name: "t.txt")
        #expect(file.descriptions == ["a {}", text])
        #expect(try PromptTemplate("_{}\u{200D}{\u{301}").filled(with: "x") == "_x\u{200D}{\u{301}")
    }

    @Test("a label that looks like a place is taken literally")
    func literalLabel() throws {
        #expect(try PromptTemplate("a {} here {}").filled(with: "{}") == "a {} here {}")
        #expect(try PromptTemplate("a {c}.").filled(with: "{c}{}") == "a {c}{}.")
    }

    @Test("a template without a place is refused with its text")
    func noPlace() throws {
        let error = #expect(throws: PromptError.self) { _ = try PromptTemplate("a photo of {a}.") }
        #expect(
            error?.message
                == "the template \"a photo of {a}.\" has no place for the label: "
                + "write {} or {c} where it belongs")
    }

    @Test("OpenAI's sets have the published sizes, without repetition, and the seven are among the 80")
    func publishedSets() {
        let eighty = TemplateSet.openai80.templates.map(\.text)
        let seven = TemplateSet.openai7.templates.map(\.text)
        #expect(eighty.count == 80 && Set(eighty).count == 80)
        #expect(
            seven == [
                "itap of a {}.", "a bad photo of the {}.", "a origami {}.", "a photo of the large {}.",
                "a {} in a video game.", "art of the {}.", "a photo of the small {}.",
            ])
        #expect(Set(seven).isSubset(of: eighty))
        #expect(eighty.first == "a bad photo of a {}." && eighty.last == "a tattoo of the {}.")
    }

    @Test("every template of every set has a place", arguments: TemplateSet.all)
    func setsHavePlaces(set: TemplateSet) throws {
        #expect(!set.templates.isEmpty)
        for template in set.templates { #expect(PromptTemplate.hasPlace(template.text), "\(template)") }
        #expect(try TemplateSet.named(set.name) == set)
    }

    @Test("an unknown set names those there are")
    func unknownSet() {
        let error = #expect(throws: PromptError.self) { _ = try TemplateSet.named("openai81") }
        #expect(error?.message.contains("photo, plain, openai7, openai80") == true)
    }

    @Test("a file of lines: blank lines, spaces and Windows line ends do not matter")
    func lines() throws {
        let text = "\u{FEFF}a photo of a {}.\r\n\r\n  {c} at night \n"
        let prompts = try Prompts(file: Array(text.utf8), name: "t.txt")
        #expect(prompts.descriptions == ["a photo of a {}.", "{c} at night"])
    }

    @Test("a line that begins with the place is not taken for JSON")
    func lineWithBrace() throws {
        let prompts = try Prompts(file: Array("{} in the wild\n".utf8), name: "t.txt")
        #expect(try prompts.prompts(for: "cat") == ["cat in the wild"])
    }

    @Test("a line without a place is named with its number")
    func badLine() {
        let error = #expect(throws: PromptError.self) {
            _ = try Prompts(file: Array("a {}.\n\na photo.\n".utf8), name: "t.txt")
        }
        #expect(error?.message.hasPrefix("t.txt, line 3: the template \"a photo.\"") == true)
    }

    @Test("empty and binary files are refused", arguments: [[], [0x20, 0x0A], [0xFF, 0xFE, 0x41, 0x00]])
    func unusableFile(bytes: [UInt8]) {
        let error = #expect(throws: PromptError.self) { _ = try Prompts(file: bytes, name: "t.txt") }
        #expect(error?.message.hasPrefix("t.txt") == true)
    }

    @Test("JSON by class keeps the order of the classes and fills places")
    func perClass() throws {
        let json = #"{"zebra": ["a striped {}."], "sports_car": ["a fast car.", "a {c} on a road."]}"#
        let prompts = try Prompts(file: Array(json.utf8), name: "cupl.json")
        guard case .perClass(let classes) = prompts else {
            Issue.record("not read as classes")
            return
        }
        #expect(classes.labels == ["zebra", "sports_car"])
        #expect(try prompts.prompts(for: "zebra") == ["a striped zebra."])
        #expect(try prompts.prompts(for: "sports car") == ["a fast car.", "a sports_car on a road."])
        let error = #expect(throws: PromptError.self) { _ = try prompts.prompts(for: "cat") }
        #expect(error?.message.contains("\"cat\"") == true)
    }

    @Test(
        "JSON that is no list of prompts is refused",
        arguments: [
            #"{"cat": "a cat"}"#, #"{"cat": []}"#, #"{"cat": [1]}"#, #"{"cat": [" "]}"#, "{}", "3", "{",
            #"["a photo"]"#, "[]",
        ])
    func badJSON(json: String) {
        let error = #expect(throws: PromptError.self) {
            _ = try Prompts(file: Array(json.utf8), name: "p.json")
        }
        #expect(error?.message.hasPrefix("p.json") == true)
    }

    @Test("a JSON list is a list of templates")
    func jsonList() throws {
        let prompts = try Prompts(file: Array(#"["a {}.", "the {c}"]"#.utf8), name: "list")
        #expect(try prompts.prompts(for: "cat") == ["a cat.", "the cat"])
    }
}
