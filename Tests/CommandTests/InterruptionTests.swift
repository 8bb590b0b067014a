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

@Suite("Ctrl-C at any moment")
struct InterruptionTests {
    /// Starts a run, signals it after so many milliseconds, and waits for its end.
    private func interrupt(
        _ command: Command, _ arguments: [String], after milliseconds: Int, with signal: Int32 = SIGINT
    ) throws -> (result: Command.Result, seconds: Double) {
        let run = try command.start(arguments)
        usleep(UInt32(milliseconds * 1000))
        kill(run.process.processIdentifier, signal)
        let began = ContinuousClock.now
        let result = run.finish()
        return (result, (ContinuousClock.now - began) / .seconds(1))
    }

    /// Moments from the start of the process to well into the work.
    private static let moments = [0, 1, 2, 3, 4, 5, 7, 9, 12, 16, 20, 25, 30, 40, 60, 90, 130, 200, 300]

    @Test("a run of any kind ends soon, by its own status or by the signal", arguments: [SIGINT, SIGTERM])
    func anyMoment(signal: Int32) throws {
        let command = Command()
        try command.addPictures(3000)
        try command.add("texts", String(repeating: "a photo of a cat\n", count: 20_000))
        let runs = [
            ["classify", "pictures", "--labels", "cat,hat", "--format", "json", "-q", "--no-cache"],
            ["embed", "pictures", "-o", "x.npy", "-q", "--resume"],
            ["embed", "--texts-file", "texts", "-o", "y.safetensors", "-q", "--resume"],
            ["tokenize", "--file", "texts", "--format", "jsonl"],
        ]
        for (index, moment) in Self.moments.enumerated() {
            let arguments = runs[index % runs.count]
            let (result, seconds) = try interrupt(command, arguments, after: moment, with: signal)
            // Before the command has taken the signal over, the system's way; after the last row, none.
            #expect(
                [128 + signal, -signal, 0].contains(result.status),
                "\(moment) ms: \(result.status) \(result.errors)")
            #expect(seconds < 20, "\(moment) ms: \(arguments)")
            if arguments[0] == "classify", result.status == 128 + signal, !result.output.isEmpty {
                #expect(try result.json()["interrupted"] as? Bool == true)
            }
        }
        #expect(try command.run(runs[1]).status == 0)
        try command.run(["embed", "pictures", "-o", "fresh.npy", "-q"])
        #expect(try command.file("x.npy") == command.file("fresh.npy"))
    }

    @Test("the second Ctrl-C ends the process at once")
    func second() throws {
        let command = Command()
        let result = try command.shell(
            """
            mkfifo pipe; sleep 20 > pipe & "$SWIFT_CLIP" embed pipe/x --paths-from pipe -o x.npy -q & run=$!
            sleep 0.5; kill -STOP $run; kill -INT $run; kill -TERM $run; kill -INT $run; kill -CONT $run
            wait $run; status=$?; kill %1; exit $status
            """)
        #expect([130, 143].contains(result.status))
    }

    @Test("signals that whoever started the command had blocked or ignored still end it")
    func inherited() throws {
        let result = try Command().shell(
            """
            mkfifo pipe; sleep 20 > pipe & (trap '' INT TERM; exec "$SWIFT_CLIP" embed --texts-file pipe -o x.npy -q) & run=$!
            sleep 1; kill -INT $run; wait $run; status=$?; kill %1; exit $status
            """)
        #expect(result.status == 130)
    }
}
