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

@Suite("Pipes and interruptions")
struct StreamTests {
    @Test(
        "a closed pipe ends the run with status 141 and without a word",
        arguments: ["table", "json", "jsonl", "csv"])
    func closedPipe(format: String) throws {
        let command = Command()
        try command.addPictures(400)
        let result = try command.shell(
            "\"$SWIFT_CLIP\" classify pictures --labels cat,hat --format \(format) -q --batch-size 4 | head -c 1 > /dev/null; "
                + "exit ${PIPESTATUS[0]}")
        #expect(result.status == 141)
        #expect(result.errors.isEmpty)
    }

    @Test("Ctrl-C leaves valid JSON and status 130", arguments: ["json", "jsonl"])
    func interrupted(format: String) throws {
        let command = Command()
        try command.addPictures(5000)
        let run = try command.start(
            ["classify", "pictures", "--labels", "cat,hat", "--format", format, "-q", "--batch-size", "4"])
        for _ in 0..<4000 {
            if run.outputSoFar.count > 4000 { break }
            usleep(2000)
        }
        kill(run.process.processIdentifier, SIGINT)
        let result = run.finish()
        #expect(result.status == 130)
        if format == "json" {
            let document = try result.json()
            let results = try #require(document["results"] as? [Any])
            #expect(results.count > 0 && results.count < 5000 && document["interrupted"] as? Bool == true)
        } else {
            #expect(result.output.hasSuffix("\n"))
            let count = try Command.lines(result.output).count
            #expect(count > 1 && count < 5001)
        }
    }

    @Test(
        "the first Ctrl-C ends the wait for a pipe",
        arguments: ["classify - --labels a,b", "embed --texts-file - -o x.npy"])
    func waiting(arguments: String) throws {
        let command = Command()
        let result = try command.shell(
            "mkfifo pipe; sleep 20 > pipe & \"$SWIFT_CLIP\" \(arguments) -q < pipe & run=$!; sleep 1; "
                + "kill -INT $run; wait $run; status=$?; kill %1; exit $status")
        #expect(result.status == 130)
    }

    @Test(
        "help that cannot be written is an error",
        arguments: [("> /dev/full", 1), (">&-", 1), ("| true", 141)])
    func help(target: String, status: Int32) throws {
        let result = try Command().shell(
            "(sleep 0.3; exec \"$SWIFT_CLIP\" classify --help) \(target); exit ${PIPESTATUS[0]}")
        #expect(result.status == status)
    }

    @Test("a full disk is an error, not silence")
    func fullDisk() throws {
        let command = Command()
        let result = try command.shell(
            "\"$SWIFT_CLIP\" tokenize 'a cat' > /dev/full")
        #expect(result.status == 1)
        #expect(result.errors.contains("cannot write the results: No space left on device"))
    }

    @Test("a pipe is not a terminal: no progress and no colours")
    func plain() throws {
        let command = Command()
        try command.addPictures(40)
        let result = try command.run(["classify", "pictures", "--labels", "cat,hat", "--batch-size", "4"])
        #expect(!result.output.contains("\u{1B}") && !result.errors.contains("\u{1B}"))
        #expect(!result.errors.contains("\r") && result.notes == Command.preamble)
    }
}
