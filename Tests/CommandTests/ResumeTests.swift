import CLIPTestSupport
import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("Runs that are cut short")
struct ResumeTests {
    private let embed = ["embed", "pictures", "-o", "x.npy", "--batch-size", "8"]

    /// Starts a run and signals it as soon as it has written rows.
    private func interrupt(
        _ command: Command, _ arguments: [String], with signal: Int32,
        watching file: String = "x.npy.partial.jsonl"
    ) throws -> Command.Result {
        let run = try command.start(arguments)
        for _ in 0..<4000 {
            if try command.has(file) && command.file(file).count > 3000 { break }
            usleep(2000)
        }
        kill(run.process.processIdentifier, signal)
        return run.finish()
    }

    @Test(
        "after kill -9 --resume goes on, and the file is that of an undisturbed run",
        arguments: ["x.npy", "x.safetensors"])
    func killed(output: String) throws {
        let command = Command()
        try command.addPictures(1500)
        try command.add("pictures/1003.png", "broken")
        let embed = ["embed", "pictures", "-o", output, "--batch-size", "8"]
        let lines = "\(output).partial.jsonl"
        let killed = try interrupt(command, embed, with: SIGKILL, watching: lines)
        #expect(killed.status == -SIGKILL)
        let written = try command.lines(lines).count - 1
        #expect(written > 0 && written < 1500)
        let resumed = try command.run(embed + ["--resume"])
        #expect(resumed.status == 3)
        let earlier = try #require(resumed.notes.first { $0.hasSuffix("done in an earlier run") })
        let kept = try #require(Int(earlier.prefix { $0.isNumber }))
        #expect(kept >= written - 8)
        let fresh = output.replacingOccurrences(of: "x.", with: "fresh.")
        try command.run(["embed", "pictures", "-o", fresh])
        #expect(try command.file(output) == command.file(fresh))
        if output == "x.npy" { #expect(try command.file("x.jsonl") == command.file("fresh.jsonl")) }
        #expect(!command.has("\(output).partial") && !command.has(lines))
    }

    @Test("Ctrl-C ends with status 130, and what was done stays for --resume")
    func interrupted() throws {
        let command = Command()
        try command.addPictures(1500)
        let stopped = try interrupt(command, embed, with: SIGINT)
        #expect(stopped.status == 130)
        #expect(stopped.notes.last?.hasSuffix("the same command with --resume goes on") == true)
        #expect(!command.has("x.npy"))
        #expect(try command.run(embed + ["--resume"]).status == 0)
        try command.run(["embed", "pictures", "-o", "fresh.npy"])
        #expect(try command.file("x.npy") == command.file("fresh.npy"))
    }

    @Test("an unfinished file is not overwritten by accident")
    func protected() throws {
        let command = Command()
        try command.addPictures(2)
        try command.add("x.npy.partial", "rows")
        let result = try command.run(embed)
        #expect(result.status == 1)
        #expect(result.errors.contains("go on with --resume, or delete it to start again"))
        #expect(try command.file("x.npy.partial") == Data("rows".utf8))
    }

    @Test("torn files are continued from the last row that both have")
    func torn() throws {
        let command = Command()
        try command.addPictures(6)
        try command.run(embed)
        let (matrix, lines) = (try command.file("x.npy"), try command.file("x.jsonl"))
        let lineEnds = lines.indices.filter { lines[$0] == 0x0A }
        // Matrix cut in row 4, lines cut in row 3; matrix shorter than lines; only a header; nothing.
        for (matrixBytes, lineBytes) in [
            (128 + 4 * 1024 + 7, lineEnds[3] + 20), (128 + 2 * 1024 - 1, lineEnds[5] + 1),
            (128, lineEnds[0] + 1), (0, 0),
            (60, 10),
        ] {
            try command.add("x.npy.partial", matrix.prefix(matrixBytes))
            try command.add("x.npy.partial.jsonl", lines.prefix(lineBytes))
            #expect(try command.run(embed + ["--resume"]).status == 0)
            #expect(try command.file("x.npy") == matrix && command.file("x.jsonl") == lines)
        }
    }

    @Test("a changed, a removed and a new picture are seen by --resume")
    func changes() throws {
        let command = Command()
        try command.addPictures(9)
        let run = try interrupt(command, ["embed", "pictures", "-o", "x.npy", "--batch-size", "8"], with: 0)
        #expect(run.status == 0)
        let stale = (try command.file("x.npy"), try command.file("x.jsonl"))
        for change in ["touch pictures/1004.jpg", "rm pictures/1002.jpg", "cp second.jpg pictures/1000a.jpg"]
        {
            _ = try command.shell(change)
            try command.add("x.npy.partial", stale.0)
            try command.add("x.npy.partial.jsonl", stale.1)
            #expect(try command.run(embed + ["--resume"]).status == 0)
            try command.run(["embed", "pictures", "-o", "fresh.npy"])
            #expect(try command.file("x.npy") == command.file("fresh.npy"), "\(change)")
            #expect(try command.file("x.jsonl") == command.file("fresh.jsonl"), "\(change)")
        }
    }

    @Test("other options are refused with status 64, another space with status 4")
    func otherOptions() throws {
        let command = Command()
        try command.addPictures(2)
        try command.run(embed)
        try command.add("x.npy.partial", try command.file("x.npy"))
        let lines = String(decoding: try command.file("x.jsonl"), as: UTF8.self)
        try command.add("x.npy.partial.jsonl", lines)
        let raw = try command.run(embed + ["--resume", "--raw"])
        #expect(raw.status == 64 && raw.errors.contains("begun with other options (normalised)"))
        let space = try #require(lines.firstMatch(of: /"space":"([0-9a-f]{64})"/)?.output.1)
        try command.add(
            "x.npy.partial.jsonl", lines.replacingOccurrences(of: space, with: String(space.reversed())))
        let other = try command.run(embed + ["--resume"])
        #expect(other.status == 4 && other.errors.contains("begun in another space"))
    }

    @Test("a finished file is left alone by --resume, and made anew without it")
    func finished() throws {
        let command = Command()
        try command.addPictures(2)
        try command.run(embed)
        let again = try command.run(embed + ["--resume"])
        #expect(again.status == 0 && again.notes.contains { $0.hasPrefix("x.npy is finished") })
        try command.addPictures(3, in: "more")
        #expect(try command.run(["embed", "more", "-o", "x.npy"]).status == 0)
        #expect(try command.lines("x.jsonl").count == 4)
    }

    @Test(
        "a finished file of other inputs or options is not taken for done",
        arguments: ["x.npy", "x.safetensors"])
    func finishedOfOthers(output: String) throws {
        let command = Command()
        try command.addPictures(3)
        try command.add("pictures/1001a.jpg", "broken")
        let embed = ["embed", "pictures", "-o", output]
        try command.run(embed)
        #expect(try command.run(embed + ["--resume"]).status == 3)
        #expect(try command.run(embed + ["--resume", "--dtype", "f16"]).status == 64)
        let exif = try command.run(embed + ["--resume", "--exif", "off"])
        #expect(exif.status == 64 && exif.errors.contains("begun with other options (exif)"))
        #expect(try command.run(embed + ["--resume", "--exif", "off", "--strict"]).status == 4)
        for change in ["cp first.jpg pictures/1000a.jpg", "rm pictures/1000*.jpg"] {
            _ = try command.shell(change)
            let result = try command.run(embed + ["--resume"])
            #expect(result.status == 1 && result.errors.contains("leave --resume out to make it anew"))
        }
    }

    @Test("another engine's recipe is a warning even with --quiet, and status 4 with --strict")
    func otherEngine() throws {
        let command = Command()
        try command.addPictures(1)
        try command.run(embed)
        let lines = String(decoding: try command.file("x.jsonl"), as: UTF8.self)
        try command.add("x.jsonl", lines.replacingOccurrences(of: "\"engine\":\"", with: "\"engine\":\"9."))
        let warned = try command.run(embed + ["--resume", "-q"])
        #expect(
            warned.status == 0 && warned.errors.contains("with another engine: the last digits may differ"))
        #expect(try command.run(embed + ["--resume", "--strict"]).status == 4)
    }

    @Test("damaged lines of an unfinished file: both files to delete are named")
    func damagedLines() throws {
        let command = Command()
        try command.addPictures(1)
        try command.add("x.npy.partial", "")
        try command.add("x.npy.partial.jsonl", "}{\n")
        let result = try command.run(embed + ["--resume"])
        #expect(result.status == 1)
        #expect(result.errors.contains("delete x.npy.partial and x.npy.partial.jsonl"))
    }

    @Test("a run killed between naming its two files is completed")
    func unnamedLines() throws {
        let command = Command()
        try command.addPictures(2)
        try command.run(embed)
        let lines = try command.file("x.jsonl")
        _ = try command.shell("mv x.jsonl x.npy.partial.jsonl")
        #expect(try command.run(embed + ["--resume"]).status == 0)
        #expect(try command.file("x.jsonl") == lines && !command.has("x.npy.partial.jsonl"))
    }

    @Test("texts are resumed too")
    func texts() throws {
        let command = Command()
        let texts = (0..<50).map { "text number \($0)" }
        try command.add("texts", texts.joined(separator: "\n"))
        let embed = ["embed", "--texts-file", "texts", "-o", "x.npy", "--batch-size", "4"]
        try command.run(embed)
        let (matrix, lines) = (try command.file("x.npy"), try command.file("x.jsonl"))
        try command.add("x.npy.partial", matrix.prefix(128 + 1024 * 17 + 5))
        try command.add("x.npy.partial.jsonl", lines)
        #expect(try command.run(embed + ["--resume"]).status == 0)
        #expect(try command.file("x.npy") == matrix && command.file("x.jsonl") == lines)
    }
}
