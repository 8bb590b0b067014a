import CLIPTestSupport
import Foundation
import Testing

/// Every writer on a disk that takes nothing more. The limit on a file's size stands in for the disk: it needs no
/// rights, and `Scripts/test-full-disk.sh` shows the same on a small file system of its own.
@Suite("Full disks")
struct FullDiskTests {
    /// A run whose files may have no byte; what it says goes through a pipe, which has no limit. The thread
    /// sanitizer would map a file of its own from the folder for temporary ones, if there were such a folder.
    private func run(_ command: Command, _ arguments: String, blocks: Int = 0) throws -> Command.Result {
        try command.shell(
            "(ulimit -f \(blocks); TMPDIR=/nowhere exec \"$SWIFT_CLIP\" \(arguments)) 2>&1 | cat; exit ${PIPESTATUS[0]}"
        )
    }

    @Test(
        "each writer fails with status 1 and the final name, and leaves what was there",
        arguments: [
            ("embed pictures -o out.npy", "out.npy"),
            ("embed pictures -o out.safetensors", "out.safetensors"),
            ("embed --text cat --text hat -o out.npy", "out.npy"),
            ("classify --labels cat,hat --save-classifier out.safetensors", "out.safetensors"),
            ("preprocess pictures/1000.jpg -o out.npy", "out.npy"),
            ("doctor pictures/1000.jpg -o out.png", "out.png"),
            ("classify none.jpg --labels cat,hat --failed out.jsonl", "out.jsonl"),
        ])
    func writers(arguments: String, name: String) throws {
        let command = Command()
        try command.addPictures(3)
        try command.add(name, "before")
        let result = try run(command, arguments + " -q --no-cache")
        #expect(result.status == 1)
        #expect(result.output.contains(name) && result.output.contains("File too large"), "\(result.output)")
        #expect(!result.output.contains(".part") && !result.output.contains(".new"), "\(result.output)")
        // What a run adds to as it goes is emptied when it starts; the rest keeps its old content.
        if name != "out.jsonl" { #expect(try command.file(name) == Data("before".utf8)) }
        let left = try FileManager.default.contentsOfDirectory(atPath: command.folder.path)
        #expect(!left.contains { $0.hasSuffix(".part") || $0.hasSuffix(".new") }, "\(left)")
    }

    @Test(
        "embeddings that run into the end of the disk are continued when there is room",
        arguments: ["npy", "safetensors"])
    func resumed(format: String) throws {
        let command = Command()
        try command.addPictures(40)
        let embed = "embed pictures -o x.\(format) -q --batch-size 4"
        let full = try run(command, embed, blocks: 20)
        #expect(
            full.status == 1 && full.output.contains("cannot write x.\(format): File too large"),
            "\(full.output)")
        #expect(try command.lines("x.\(format).partial.jsonl").count > 4)
        #expect(try command.shell("\"$SWIFT_CLIP\" \(embed) --resume").status == 0)
        try command.run(["embed", "pictures", "-o", "fresh.\(format)", "-q"])
        #expect(try command.file("x.\(format)") == command.file("fresh.\(format)"))
    }

    @Test("a copy that cannot be written is a failed input, and no half copy stays")
    func copies() throws {
        let command = Command()
        try command.addPictures(2)
        let result = try run(command, "classify pictures --labels cat,hat --copy-to out -q --no-cache")
        #expect(result.status == 1 && result.output.contains("skipped pictures/1000.jpg: cannot write out/"))
        #expect(try command.shell("find out -type f").output.isEmpty)
    }

    @Test("a cache that cannot be written makes nothing fail, and holds nothing afterwards")
    func cache() throws {
        let command = Command()
        let result = try run(command, "classify \(Command.photo("cat.jpg")) --labels cat,hat -q")
        #expect(result.status == 0 && result.output.contains("cat.jpg"))
        #expect(try command.shell("find cache -type f -size +0").output.isEmpty)
    }

    @Test(
        "results that cannot be written are an error in every format",
        arguments: ["table", "json", "jsonl", "csv"])
    func results(format: String) throws {
        let command = Command()
        try command.addPictures(2)
        var lines = [
            "classify pictures --labels cat,hat", "similarity pictures --text cat hat", "tokenize 'a cat'",
        ]
        if ["table", "json"].contains(format) { lines += ["models list", "cache info"] }
        for line in lines {
            let result = try command.shell("\"$SWIFT_CLIP\" \(line) --format \(format) > /dev/full")
            #expect(result.status == 1, "\(line): \(result.errors)")
            #expect(result.errors.contains("cannot write the results: No space left on device"), "\(line)")
        }
    }
}
