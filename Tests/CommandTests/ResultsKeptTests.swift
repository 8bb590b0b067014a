import CLIPTestSupport
import Foundation
import Testing

/// What took long is shown, and names that cannot be written are refused before anything takes long.
@Suite("Results and the files beside them")
struct ResultsKeptTests {
    private let command = Command()

    private func makeData() throws -> String {
        for name in ["cat", "hat"] {
            let photo = try Data(contentsOf: URL(fileURLWithPath: Command.photo("\(name).jpg")))
            for copy in 0..<5 { try command.add("data/\(name)/\(copy).jpg", photo + Data([UInt8(copy)])) }
        }
        return "data"
    }

    @Test(
        "a file that cannot be written is refused before a picture is read",
        arguments: [
            ["probe", "--heads", "knn", "--shots", "1", "--save", "none/x.safetensors"],
            ["probe", "--heads", "knn", "--shots", "1", "--label-quality", "none/x.csv"],
            ["prompts", "search", "--shots", "1", "--output", "none/x.txt"],
            ["prompts", "search", "--shots", "1", "--save-shots", "none/x.txt"],
            ["prompts", "learn", "--shots", "1", "--save", "none/x.safetensors"],
        ])
    func refused(arguments: [String]) throws {
        let done = try command.run(arguments + [try makeData()])
        #expect(done.status == 1 && done.output.isEmpty)
        #expect(done.notes.count == 1 && done.errors.contains("cannot write none/x."), "\(done.errors)")
    }

    @Test("a disk that is full when the file is written takes no result with it")
    func full() throws {
        let data = try makeData()
        // A device that takes nothing, by a name that may be written.
        for (arguments, name) in [
            (["evaluate", "--output"], "x.json"),
            (["probe", "--heads", "nearest-mean", "--shots", "1", "--save"], "x.safetensors"),
            (["prompts", "search", "--shots", "1", "--output"], "x.txt"),
            (["prompts", "learn", "--shots", "1", "--epochs", "1", "--save"], "x.safetensors"),
        ] {
            // The thread sanitizer's own file would be cut, too, if it found a place for it.
            let line = (["TMPDIR=/nowhere \"$SWIFT_CLIP\""] + arguments + [name, data, "-q"]).joined(
                separator: " ")
            // No file may be longer than nothing; the results go through a pipe.
            let done = try command.shell(
                "(ulimit -f 0; \(line) --no-cache 2>errors.txt; echo status $? >&3) 3>&1 | cat")
            #expect(done.output.contains("status 1"), "\(done.output)")
            #expect(done.output.contains("%"), "\(done.output)")
            #expect(!command.has(name))
        }
    }
}
