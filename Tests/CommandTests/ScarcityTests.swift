import CLIPTestSupport
import Foundation
import Testing

@Suite("Scarce resources")
struct ScarcityTests {
    private let classify = "classify \"$PHOTO\" --labels cat,hat"

    private func run(_ command: Command, _ line: String) throws -> Command.Result {
        try command.shell("PHOTO=\"\(Command.photo("cat.jpg"))\"; \(line)")
    }

    @Test("too few file descriptors: a sentence or the answer, never a crash")
    func descriptors() throws {
        let command = Command()
        var answered = 0
        for limit in 6...16 {
            let result = try run(
                command, "ulimit -n \(limit); exec \"$SWIFT_CLIP\" \(classify) -q --no-cache")
            // Below that the system cannot load the command's libraries.
            if result.status == 127 { continue }
            #expect([0, 1].contains(result.status), "\(limit): \(result)")
            #expect(
                result.status == 0 || result.errors.contains("Too many open files"), "\(limit): \(result)")
            answered += result.status == 0 ? 1 : 0
        }
        #expect(answered > 2)
    }

    #if os(Linux)
        @Test("too little memory: a sentence or the answer, and status 1")
        func memory() throws {
            let command = Command()
            var (answered, told) = (0, 0)
            // The run-time library of a sanitizer needs terabytes of addresses and says so itself.
            var hasSanitizer = false
            for kilobytes in ["100000", "130000", "160000", "200000", "250000", "unlimited"] {
                let result = try run(
                    command,
                    "ulimit -v \(kilobytes); exec \"$SWIFT_CLIP\" \(classify) -q --no-cache --threads 1")
                if result.errors.contains("Sanitizer") {
                    hasSanitizer = true
                    continue
                }
                // Below that the system cannot load the command's libraries.
                if result.status == 127 { continue }
                #expect([0, 1].contains(result.status), "\(kilobytes): \(result)")
                let isTold = ["the system gives no more memory", "allow more memory"].contains {
                    result.errors.contains($0)
                }
                #expect(result.status == 0 || isTold, "\(kilobytes): \(result)")
                answered += result.status == 0 ? 1 : 0
                told += isTold ? 1 : 0
            }
            #expect(answered > 0 && (told > 0 || hasSanitizer))
        }
    #endif

    @Test("closed standard streams: results are whole without errors, and the other way round")
    func closedStreams() throws {
        let command = Command()
        let whole = try run(command, "\"$SWIFT_CLIP\" \(classify) --no-cache")
        let deaf = try run(command, "\"$SWIFT_CLIP\" \(classify) --no-cache 2>&-")
        #expect(deaf.status == 0 && deaf.output == whole.output)
        let full = try run(command, "\"$SWIFT_CLIP\" \(classify) --no-cache 2> /dev/full")
        #expect(full.status == 0 && full.output == whole.output)
        let mute = try run(command, "\"$SWIFT_CLIP\" \(classify) --no-cache >&-")
        #expect(mute.status == 1 && mute.errors.contains("cannot write the results: Bad file descriptor"))
        let noInput = try run(command, "\"$SWIFT_CLIP\" \(classify) --no-cache <&-")
        #expect(noInput.status == 0 && noInput.output == whole.output)
        // A file that is opened must not take the place of a closed stream and be written to.
        let both = try run(command, "\"$SWIFT_CLIP\" embed \"$PHOTO\" -o x.npy >&- 2>&- <&-")
        #expect(both.status == 0)
        try command.run(["embed", Command.photo("cat.jpg"), "-o", "y.npy"])
        #expect(try command.file("x.npy") == command.file("y.npy"))
    }

    @Test(
        "a home that cannot be written, or is none, only means no cache",
        arguments: ["/proc", "/dev/null", "/proc/nowhere", ""])
    func home(path: String) throws {
        let command = Command()
        let result = try run(
            command, "unset XDG_CACHE_HOME; HOME=\(path) \"$SWIFT_CLIP\" \(classify) 2> notes; echo $?")
        #expect(result.output.hasSuffix("\n0\n") && result.output.contains("100.0 %"))
        #expect(try String(decoding: command.file("notes"), as: UTF8.self).split(separator: "\n").count == 2)
    }

    @Test("a cache of damaged files gives the answers of none, and is mended")
    func damagedCache() throws {
        let command = Command()
        let arguments = [
            "classify", Command.photo("cat.jpg"), "--labels", "cat,dog,hat", "--format", "json", "-q",
        ]
        let expected = try command.run(arguments + ["--no-cache"]).output
        try command.run(arguments)
        let files = try command.shell("find cache -type f").output.split(separator: "\n").map(String.init)
        #expect(!files.isEmpty)
        for file in files {
            let sound = try command.file(file)
            var mutation = Mutation(seed: UInt64(sound.count))
            for round in 0..<12 {
                let bytes = round == 0 ? [] : mutation.damaged([UInt8](sound))
                try command.add(file, Data(bytes))
                let result = try command.run(arguments)
                #expect(result.status == 0 && result.output == expected, "\(file), round \(round)")
            }
        }
    }
}
