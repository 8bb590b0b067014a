import CLIPTestSupport
import Testing

@testable import CLIP

@Suite("Label files")
struct LabelFileTests {
    private func list(_ bytes: [UInt8]) throws(PromptError) -> LabelList {
        try LabelList(TextLines.all(bytes, name: "labels.txt"))
    }

    @Test(
        "line ends of every system, a byte-order mark, blanks and blank lines",
        arguments: [
            "cat\ndog\n", "cat\ndog", "cat\r\ndog\r\n", "cat\rdog\r", "\u{FEFF}cat\ndog\n",
            "  cat\t\n dog \n", "cat\ndog\u{A0}",
        ])
    func lineEnds(text: String) throws {
        let list = try list(Array(text.utf8))
        #expect(list.labels == ["cat", "dog"] && list.notes.isEmpty)
    }

    @Test(
        "lines are Python's: U+2028, U+0085 and form feeds belong to a text, and a mark behind a space stays")
    func unusualBreaks() throws {
        let text = "a\u{2028}b\u{C}c\n \u{301}d \u{FE0F}\r\rÃ\u{85}ngstrÃ¶m voilÃ\u{A0}\r\n"
        let exact = ["a\u{2028}b\u{C}c", " \u{301}d \u{FE0F}", "", "Ã\u{85}ngstrÃ¶m voilÃ\u{A0}"]
        #expect(try TextLines.exact(Array(text.utf8), name: "x") == exact)
        #expect(
            try TextLines.all(Array(text.utf8), name: "x").map { Array($0.unicodeScalars) }
                == [exact[0], "\u{301}d \u{FE0F}", "", "Ã\u{85}ngstrÃ¶m voilÃ"].map {
                    Array($0.unicodeScalars)
                })
    }

    @Test("blank lines and labels given twice are passed over and counted")
    func blanksAndDoubles() throws {
        let list = try list(Array("cat\n\n \ndog\ncat\r\ncat\n".utf8))
        #expect(list.labels == ["cat", "dog"])
        #expect(list.notes == ["given more than once, counted once: \"cat\"", "2 blank labels passed over"])
    }

    @Test("Latin-1 and UTF-16 are refused with the file's name, not misread")
    func otherEncodings() {
        let utf16: [UInt8] = [0xFF, 0xFE, 0x63, 0, 0x61, 0, 0x74, 0, 0x0A, 0]
        for bytes in [Array("caf".utf8) + [0xE9, 0x0A], utf16] {
            let error = #expect(throws: PromptError.self) { _ = try list(bytes) }
            #expect(error?.message == "labels.txt is not UTF-8: save it as UTF-8 text")
        }
    }

    @Test("a file without a label is refused", arguments: ["", "\n", "\u{FEFF}", " \r\n\t"])
    func empty(text: String) {
        #expect(throws: PromptError.self) { _ = try list(Array(text.utf8)) }
    }

    @Test("a million labels take seconds, and what is said about them stays short")
    func million() throws {
        var text: [UInt8] = []
        for number in 0..<500_000 {
            // Every label twice, and with an underscore.
            let line = Array("label_\(number)\n".utf8)
            text += line + line
        }
        let clock = ContinuousClock()
        var labels: LabelList?
        let time = try clock.measure { labels = try list(text) }
        #expect(labels?.labels.count == 500_000 && labels?.labels.last == "label 499999")
        // A loop over all earlier labels for each would take hours.
        #expect(time < .seconds(60))
        let notes = try #require(labels?.notes)
        #expect(notes.count == 2 && notes.allSatisfy { $0.utf8.count < 500 }, "\(notes.map(\.utf8.count))")
        #expect(
            notes[1].hasSuffix(
                "\"label 0\", \"label 1\", \"label 2\", \"label 3\", \"label 4\" and 499995 more"))
    }
}
