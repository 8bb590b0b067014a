import CLIP
import CLIPImages
import CLIPTestSupport
import CLIPWeights
import Foundation
import Testing

@testable import swift_clip

@Suite("Options and their limits")
struct OptionTests {
    @Test(
        "a value below the range is told the range, not that it is missing",
        arguments: [
            (["--top", "-1"], "give a number from 1 on"), (["--threads", "-1"], "from 1 to 1024"),
            (["--unknown", "-0.1"], "scores lie between 0 and 1"),
            (["--batch-size", "-1"], "from 1 to 4096"),
        ])
    func negative(arguments: [String], said: String) throws {
        let result = try Command().run(["classify", "a.jpg", "--labels", "a,b"] + arguments)
        #expect(result.status == 64 && result.errors.contains(said))
    }

    @Test(
        "seeds and resamples have the same words and limits in every command",
        arguments: [
            ["evaluate"], ["prompts", "compare"], ["prompts", "search"], ["prompts", "learn"], ["probe"],
        ])
    func drawing(command: [String]) throws {
        let help = try Command().run(command + ["--help"]).output.split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        #expect(
            help.contains(
                "--seed <number> Seed of all that is drawn: the same seed draws the same. (default: 0)"))
        let negative = try Command().run(command + ["data", "--seed", "-1"])
        #expect(negative.status == 64 && negative.errors.contains("'-1' is invalid"), "\(negative.errors)")
        guard help.contains("--resamples") else { return }
        #expect(
            help.contains(
                "--resamples <count> Resamples that the 95 % intervals come from; 0 for none. (default: 1000)"
            ))
        let search = command == ["prompts", "search"] ? ["--unlabelled"] : []
        for count in ["-1", "100001"] {
            let refused = try Command().run(command + ["data", "--resamples", count] + search)
            #expect(
                refused.status == 64
                    && refused.errors.contains("--resamples \(count): give a number from 0 to 100000"))
        }
    }

    @Test("labels that are none, or quoted wrongly, are wrong usage", arguments: ["", ",,,", "cat,\"hat"])
    func badLabels(labels: String) throws {
        #expect(try Command().run(["classify", "a.jpg", "--labels", labels]).status == 64)
    }

    @Test("more threads than cores are not started, and that is said")
    func threads() throws {
        let result = try Command().run(
            ["classify", Command.photo("cat.jpg"), "--labels", "cat,hat", "--threads", "1024"])
        #expect(result.status == 0)
        #expect(result.notes.first?.hasPrefix("--threads 1024: this process may keep") == true)
    }

    @Test("a label that no folder can be named by is refused before the run")
    func longLabel() throws {
        let command = Command()
        let label = String(repeating: "x", count: 300)
        let result = try command.run(
            ["classify", Command.photo("cat.jpg"), "--labels", "cat,\(label)", "--copy-to", "out"])
        #expect(result.status == 64 && !command.has("out"))
    }

    @Test("a comparison without a result has failed; one that is stopped is still a document")
    func similarity() throws {
        let command = Command()
        try command.addPictures(2)
        #expect(try command.run(["similarity", "pictures", "--image", "/nope"]).status == 1)
        try command.add("pictures/1000a.jpg", "broken")
        let stopped = try command.run(
            ["similarity", "pictures", "--text", "cat", "--format", "json", "--fail-fast"])
        #expect(stopped.status == 1)
        let document = try stopped.json()
        #expect((document["images"] as? [String]) == ["pictures/1000.jpg"])
        #expect((document["failed"] as? [Any])?.count == 1)
    }

    @Test("a vector that is no number, or all zeros, makes its picture a failure")
    func finiteRows() throws {
        let hash = [UInt8]().withUnsafeBytes { ContentDigest(of: $0) }
        var outcomes = ["a", "b", "c"].map { name in
            name == "b"
                ? PictureOutcome.failed(RawPath(name), reason: "broken")
                : .read(PictureFile(path: RawPath(name), hash: hash, version: nil))
        }
        var zeros = EmbeddingMatrix(rows: 2, dimension: 2, values: [0, 1, 0, 0])
        var others = outcomes
        FiniteRows.separate(&others, &zeros)
        #expect(zeros.values == [0, 1])
        guard case .failed = others[2] else {
            Issue.record("a row of zeros must have failed")
            return
        }
        var rows = EmbeddingMatrix(rows: 2, dimension: 2, values: [.nan, 0, 1, 0])
        FiniteRows.separate(&outcomes, &rows)
        #expect(rows.rows == 1 && rows.values == [1, 0])
        guard case .failed(let path, let reason) = outcomes[0], case .read(let file) = outcomes[2] else {
            Issue.record("the first must have failed, the last not")
            return
        }
        #expect(path.text == "a" && reason == FiniteRows.reason && file.path.text == "c")
    }
}
