import CLIP
import Testing

@testable import swift_clip

@Suite("What people see")
struct DisplayTests {
    @Test(
        "columns of a terminal",
        arguments: [
            ("abc", 3), ("ä", 1), ("a\u{308}", 1), ("日本", 4), ("한국어", 6), ("👍🏽", 2), ("👨‍👩‍👧", 2), ("❤️", 2),
            ("", 0),
            ("ﾊﾝｶｸ", 4), ("Ａ", 2), ("\u{200B}", 0),
        ])
    func width(text: String, columns: Int) {
        #expect(DisplayText.width(text) == columns)
    }

    @Test("numbers for people")
    func numbers() {
        #expect(
            DisplayNumber.fixed(0.0449, decimals: 3) == "0.045"
                && DisplayNumber.fixed(-0.0004, decimals: 3) == "0.000")
        #expect(
            DisplayNumber.fixed(-1.5, decimals: 1) == "-1.5" && DisplayNumber.fixed(.nan, decimals: 1) == "–")
        #expect(DisplayNumber.percent(0.9996) == "100.0 %" && DisplayNumber.percent(nil) == "–")
        #expect(DisplayNumber.bytes(999) == "999 B" && DisplayNumber.bytes(999_960) == "1.0 MB")
        #expect(DisplayNumber.bytes(1_234_567_890) == "1.2 GB")
        #expect(DisplayNumber.duration(59.6) == "1:00" && DisplayNumber.duration(3723) == "1:02:03")
        #expect(
            DisplayNumber.count(1, "label") == "1 label"
                && DisplayNumber.count(12_345, "row") == "12,345 rows")
    }

    @Test("tables align wide letters and numbers, and stream with the widths they began with")
    func table() {
        var table = Table([.init(title: "name"), .init(title: "score", alignsRight: true)], styled: false)
        #expect(table.add(["日本", "1.0 %"]) + table.add(["a\u{1B}", "10.0 %"]) == "")
        #expect(
            table.settle()
                == "name   score\n日本   1.0 %\na\\x1b  10.0 %\n".replacing(
                    "name   score", with: "name    score"
                ).replacing("日本   1.0", with: "日本    1.0"))
        #expect(table.add(["a longer name", "2"]) == "a longer name       2\n")
    }

    @Test(
        "numbers of any size have a text", arguments: [Float.greatestFiniteMagnitude, -1e30, 1e12, .infinity])
    func hugeNumbers(value: Float) {
        #expect(!DisplayNumber.fixed(value, decimals: 3).isEmpty)
        #expect(!DisplayNumber.duration(Double(value) * 1e10).isEmpty)
    }

    @Test(
        "a cell is one line, long labels end with an ellipsis, and the last cell ends at the terminal's edge")
    func cells() {
        var table = Table(
            [.init(title: "label", shortens: true), .init(title: "next")], styled: false, limit: 70)
        let long = String(repeating: "x", count: 100)
        _ = table.add(["a\n\tb", "c"]) + table.add([long, long])
        let lines = table.settle().split(separator: "\n").map(String.init)
        #expect(lines.count == 3 && lines[1].hasPrefix("a\\n\\tb "))
        #expect(lines[2] == String(repeating: "x", count: 59) + "…  xxxxxxx…")
        #expect(DisplayText.clipped("日本語", to: 5) == "日本…" && DisplayText.clipped("日本語", to: 6) == "日本語")
        #expect(DisplayText.clipped("abc", to: 0) == "")
    }

    @Test("CSV quotes what needs it")
    func csv() {
        #expect(CSV.line(["a", "b,c", "d\"e", "f\ng"]) == Array("a,\"b,c\",\"d\"\"e\",\"f\ng\"\n".utf8))
    }

    @Test("the progress bar shows rate and time left, and fits the terminal")
    func bar() {
        let line = ProgressBar.line(
            done: 50, skipped: 0, total: 200, seconds: 10, measure: .things("picture"), columns: 80)
        #expect(line == "███████▌░░░░░░░░░░░░░░░░░░░░░░ 50 of 200 pictures, 5.0/s, 0:30 left")
        // What an earlier run did counts as done, but not into the rate.
        let resumed = ProgressBar.line(
            done: 50, skipped: 100, total: 200, seconds: 10, measure: .things("picture"), columns: 80)
        #expect(resumed.hasSuffix(" 150 of 200 pictures, 5.0/s, 0:10 left"))
        let unknown = ProgressBar.line(
            done: 50, skipped: 0, total: nil, seconds: 2, measure: .things("text"), columns: 80)
        #expect(unknown == "50 texts, 25/s")
        for columns in 1...100 {
            for total in [nil, 0, 10, 1_000_000] {
                let line = ProgressBar.line(
                    done: 10, skipped: 0, total: total, seconds: 0.1, measure: .things("picture"),
                    columns: columns)
                #expect(DisplayText.width(line) < max(columns, 2), "\(columns) \(line)")
            }
        }
    }

    @Test("arguments that are not UTF-8 go through text and back, byte for byte")
    func rawArguments() {
        let samples: [[UInt8]] = [
            Array("plain/ä/日本".utf8), [0x61, 0xFF, 0x62], [0xC3], [0xE2, 0x82],
            [0xF0, 0x9F, 0x98, 0x80, 0x80], [0xED, 0xA0, 0x80],
            Array("\u{10FFFF}\u{10FF80}".utf8), [0xFF, 0xC3, 0xA4, 0xC3], Array((1...255).map { UInt8($0) }),
        ]
        for bytes in samples { #expect(RawPath(argument: RawArguments.text(bytes)).bytes == bytes) }
        #expect(RawArguments.text(Array("ä".utf8)) == "ä")
    }

    @Test("labels become safe folder names")
    func folderNames() {
        #expect(ClassFolders.folderName("a/b") == "a_b" && ClassFolders.folderName("..") == "_..")
        #expect(ClassFolders.folderName("sports car") == "sports car")
    }

    @Test("shards are numbered from 1", arguments: ["0/4", "5/4", "1", "1/0", "a/b", "1/2/3", "-1/2", ""])
    func badShards(text: String) {
        #expect(Shard(argument: text) == nil)
    }
}
