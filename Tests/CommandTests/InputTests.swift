import CLIPTestSupport
import Foundation
import Testing

@testable import swift_clip

@Suite("Inputs")
struct InputTests {
    private func images(_ result: Command.Result) throws -> [String] {
        try Command.lines(result.output).dropFirst().compactMap { $0["image"] as? String }
    }

    private let classify = ["classify", "--labels", "cat,hat", "--format", "jsonl", "-q"]

    @Test("folders are walked in the order of bytes; files come in the order given")
    func order() throws {
        let command = Command()
        let photo = try Data(contentsOf: URL(fileURLWithPath: Command.photo("cat.jpg")))
        for name in [
            "p/b.jpg", "p/a/2.JPG", "p/a.jpg", "p/a-b/x.jpeg", "p/.hidden.jpg", "p/@eaDir/t.jpg", "z.bin",
        ] {
            try command.add(name, photo)
        }
        try command.add("p/notes.txt", "")
        let result = try command.run(classify + ["z.bin", "p"])
        #expect(try images(result) == ["z.bin", "p/a-b/x.jpeg", "p/a.jpg", "p/a/2.JPG", "p/b.jpg"])
    }

    @Test("- is a picture on standard input, with the same answer as the file")
    func standardInput() throws {
        let photo = try Data(contentsOf: URL(fileURLWithPath: Command.photo("cat.jpg")))
        let command = Command()
        let piped = try Command.lines(try command.run(classify + ["-"], input: photo).output)
        let file = try Command.lines(try command.run(classify + [Command.photo("cat.jpg")]).output)
        #expect(piped[1]["image"] as? String == "-")
        #expect(piped[1]["sha256"] as? String == file[1]["sha256"] as? String)
        let (answer, expected) = (piped[1]["predictions"] as? NSArray, file[1]["predictions"] as? NSArray)
        #expect(answer != nil && answer == expected)
        #expect(try command.run(classify + ["-"], input: Data()).status == 1)
    }

    @Test("paths from a list: a file or standard input, lines or zero bytes, folders among them")
    func lists() throws {
        let command = Command()
        try command.addPictures(2)
        let photo = Command.photo("cat.jpg")
        try command.add("list", "\(photo)\npictures\r\n")
        let expected = [photo, "pictures/1000.jpg", "pictures/1001.jpg"]
        #expect(try images(command.run(classify + ["--paths-from", "list"])) == expected)
        let zero = Data("\(photo)\0pictures\0".utf8)
        #expect(try images(command.run(classify + ["--paths-from", "-", "-0"], input: zero)) == expected)
        #expect(try images(command.run(classify + [photo, "--paths-from", "list"])) == [photo] + expected)
        let missing = try command.run(classify + ["--paths-from", "none"])
        #expect(missing.status == 1 && missing.errors.contains("cannot open none: No such file or directory"))
        let folder = try command.run(classify + ["--paths-from", "pictures"])
        #expect(folder.status == 1 && folder.errors.contains("cannot read pictures: Is a directory"))
    }

    @Test("a name that is longer than any system's is cut where it is talked of, and nowhere else")
    func longName() throws {
        let command = Command()
        let name = String(repeating: "x", count: 70_000)
        try command.add("list", "\(name)/end.jpg\n")
        let result = try command.run(
            classify + [Command.photo("cat.jpg"), "--paths-from", "list", "--failed", "f.jsonl"])
        #expect(result.status == 3)
        let said = try #require(result.notes.first)
        #expect(said.hasPrefix("skipped …x") && said.contains("x/end.jpg: ") && said.count < 4300)
        #expect(try command.lines("f.jsonl").first?["image"] as? String == "\(name)/end.jpg")
        #expect(
            DisplayText.clippedFront("日本語", to: 5) == "…本語" && DisplayText.clippedFront("abc", to: 3) == "abc"
        )
        #expect(DisplayText.clippedFront("abc", to: 1) == "…" && DisplayText.clippedFront("abc", to: 0) == "")
    }

    @Test("pipes are no pictures, and fine as lists")
    func pipes() throws {
        let command = Command()
        try command.addPictures(1)
        let result = try command.shell(
            #"""
            mkfifo p.jpg
            "$SWIFT_CLIP" classify p.jpg --labels cat,hat -q; echo $?
            "$SWIFT_CLIP" classify /dev/zero --labels cat,hat -q; echo $?
            "$SWIFT_CLIP" classify --paths-from <(ls pictures/*) --labels-file <(printf 'cat\nhat\n') -q > /dev/null; echo $?
            """#)
        #expect(result.output == "1\n1\n0\n")
        #expect(result.notes.contains("skipped p.jpg: not a regular file"))
        #expect(result.notes.contains("skipped /dev/zero: not a regular file"))
    }

    @Test("a list that is no list is named: zero bytes without -0, a line without end")
    func badLists() throws {
        let command = Command()
        try command.addPictures(1)
        try command.add("zero", Data("pictures/1000.jpg\0b.jpg\0".utf8))
        let zero = try command.run(classify + ["--paths-from", "zero"])
        #expect(zero.status == 1 && zero.errors.contains("contains a zero byte: add -0"))
        try command.add("long", Data("pictures/1000.jpg\n".utf8) + Data(repeating: 97, count: 3 << 20))
        let long = try command.run(classify + ["--paths-from", "long"])
        #expect(long.status == 3 && long.errors.contains("skipped long: a line longer than 1 MiB"))
        #expect(try images(long).first == "pictures/1000.jpg")
        try command.add("nothing", Data(count: 2 << 20))
        let nothing = try command.run(classify + ["--null", "--paths-from", "nothing"])
        #expect(
            nothing.status == 1 && nothing.errors.contains("empty names in a row: it is no list of paths"))
    }

    @Test("a name that is not UTF-8 is read, and kept in every output")
    func rawNames() throws {
        let command = Command()
        try command.add("photo.jpg", try Data(contentsOf: URL(fileURLWithPath: Command.photo("cat.jpg"))))
        let result = try command.shell(
            #"""
            name=$'n\xff\xfce.jpg'; mkdir p; mv photo.jpg "p/$name"
            "$SWIFT_CLIP" classify "p/$name" --labels cat,hat --format jsonl -q || echo failed
            "$SWIFT_CLIP" classify p --labels cat,hat --format csv -q | grep -ac "^p/$name,"
            "$SWIFT_CLIP" embed p -o x.npy -q && "$SWIFT_CLIP" embed p -o x.npy -q --resume || echo failed
            "$SWIFT_CLIP" classify p --labels cat,hat --copy-to s -q > /dev/null; cmp "s/cat/$name" "p/$name" && echo same
            rm -r p s
            """#)
        let bytes = "702f6efffc652e6a7067"
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 4 && lines.suffix(2) == ["2", "same"], "\(result)")
        #expect(try Command.lines(String(lines[1]))[0]["image_bytes"] as? String == bytes)
        #expect(try command.lines("x.jsonl")[1]["image_bytes"] as? String == bytes)
    }

    @Test("control characters in a name do not reach the terminal through table and notes")
    func controlCharacters() throws {
        let command = Command()
        let result = try command.shell(
            #"""
            cp "$(dirname "$SWIFT_CLIP")/swift-clip" /dev/null; printf x > $'a\e[31m.jpg'
            "$SWIFT_CLIP" classify $'a\e[31m.jpg' --labels cat,hat
            """#)
        #expect(result.status == 1)
        #expect(result.errors.contains("skipped a\\x1b[31m.jpg: ") && !result.errors.contains("\u{1B}"))
    }

    @Test("EXIF orientation is applied unless it is switched off or OpenAI's way is asked for")
    func orientation() throws {
        let command = Command()
        try command.add(
            "turned.jpg", try turned(Data(contentsOf: URL(fileURLWithPath: Command.photo("cat.jpg")))))
        let run = { (more: [String]) in
            let result = try command.run(["embed", "turned.jpg", "-o", "x.npy"] + more)
            #expect(result.status == 0)
            return (try command.file("x.npy"), result.notes)
        }
        let (applied, notes) = try run([])
        #expect(notes.contains("precision \(Command.automatic), EXIF orientation on"))
        let (ignored, offNotes) = try run(["--exif", "off"])
        #expect(offNotes.contains("precision \(Command.automatic), EXIF orientation off"))
        #expect(applied != ignored)
        #expect(try run(["--compat", "openai"]).0 == ignored)
        #expect(try run(["--compat", "openai", "--exif", "on"]).0 == applied)
        #expect(try run(["--compat", "hf", "--exif", "off"]).0 != applied)
    }

    @Test("a picture beyond --max-megapixels is refused by its header")
    func megapixels() throws {
        let command = Command()
        // A PNG header that promises 60,000 × 60,000 pixels, and nothing behind it.
        let header: [UInt8] = [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0xEA,
            0x60, 0, 0,
            0xEA, 0x60, 8, 2, 0, 0, 0, 0xB0, 0x5C, 0x3D, 0x77,
        ]
        try command.add("huge.png", Data(header))
        let result = try command.run(classify + ["huge.png"])
        #expect(result.status == 1)
        #expect(result.errors.contains("skipped huge.png: "))
    }

    /// The JPEG with an EXIF block that asks to turn it by 90°.
    private func turned(_ jpeg: Data) -> Data {
        let tiff: [UInt8] =
            Array("Exif\0\0".utf8) + [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1]
            + [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]
        return jpeg.prefix(2) + Data([0xFF, 0xE1, 0, UInt8(tiff.count + 2)] + tiff) + jpeg.dropFirst(2)
    }
}
