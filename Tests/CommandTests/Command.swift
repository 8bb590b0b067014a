import CLIPNumerics
import CLIPTestSupport
import CLIPWeights
import Foundation
import Testing

/// The built command, run as users run it: as a process of its own.
struct Command {
    /// What a run left.
    struct Result {
        let status: Int32
        let output: String
        let errors: String

        /// Standard error line by line, without the command's name in front.
        var notes: [String] {
            errors.split(separator: "\n").map {
                String($0.hasPrefix("swift-clip: ") ? $0.dropFirst("swift-clip: ".count) : $0)
            }
        }

        /// Standard output as a JSON document.
        func json() throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
        }
    }

    /// A folder for the run's files and its cache.
    let folder = TemporaryFolder()
    /// Variables of the environment beside the usual ones. Nobody listens at the hub's address unless a test says so.
    var variables = ["HF_ENDPOINT": "http://127.0.0.1:9"]
    private static let model =
        "model pocket, the small bundled one; --model takes another, ViT-B/32 for example"
    /// What every run that reads pictures with the bundled model says first.
    static func preamble(_ precision: String) -> [String] {
        [model, "precision \(precision), EXIF orientation on"]
    }
    static let preamble = preamble(automatic)

    /// What `--precision auto` is on this processor.
    static let automatic = Compute.shared.isNative(.bf16) ? "bf16" : "f32"

    /// A picture of the repository's examples.
    static func photo(_ name: String) -> String { Repository.root + "/Examples/photos/" + name }

    /// The command beside the tests in the build folder.
    static let path: String = {
        // The test runner names the tests' bundle: an executable on Linux, a folder on macOS.
        let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? ""
        var folder = URL(fileURLWithPath: bundle).deletingLastPathComponent()
        while folder.path.count > 1 {
            let candidate = folder.appendingPathComponent("swift-clip").path
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder.boolValue
            {
                return candidate
            }
            folder.deleteLastPathComponent()
        }
        return "swift-clip"
    }()

    /// Starts the command; output and errors go into files, which cannot block it.
    func start(_ arguments: [String], input: Data? = nil, executable: String = path) throws -> Running {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        var environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder.path, "XDG_CACHE_HOME": folder.path + "/cache",
            "SWIFT_CLIP": Self.path,
            "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
        ]
        // Where an instrumented command leaves what it ran, so that coverage counts it; and what sanitizers are told.
        for name in ["LLVM_PROFILE_FILE", "ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS"] {
            environment[name] = ProcessInfo.processInfo.environment[name]
        }
        environment.merge(variables) { $1 }
        process.environment = environment
        let files = try ["output", "errors", "input"].map { name in
            let path = folder.path(name)
            try (name == "input" ? input ?? Data() : Data()).write(to: URL(fileURLWithPath: path))
            return path
        }
        let handles = [
            FileHandle(forWritingAtPath: files[0]), FileHandle(forWritingAtPath: files[1]),
            FileHandle(forReadingAtPath: files[2]),
        ]
        process.standardOutput = handles[0]
        process.standardError = handles[1]
        process.standardInput = handles[2]
        try process.run()
        // The run has its own. Foundation would keep these open, and with them thousands in a whole suite.
        for handle in handles { try handle?.close() }
        return Running(process: process, output: files[0], errors: files[1])
    }

    /// Runs the command to its end.
    @discardableResult
    func run(_ arguments: [String], input: Data? = nil) throws -> Result {
        try start(arguments, input: input).finish()
    }

    /// Runs a shell line in which `$SWIFT_CLIP` is the command.
    func shell(_ line: String) throws -> Result {
        try start(["-c", line], executable: "/bin/bash").finish()
    }

    /// A run that goes on.
    struct Running {
        let process: Process
        fileprivate let output: String
        fileprivate let errors: String

        /// Waits for the end. A run that hangs is killed after a time that no other needs, and its test fails.
        func finish() -> Result {
            let watchdog = DispatchWorkItem { [process] in kill(process.processIdentifier, SIGKILL) }
            DispatchQueue.global().asyncAfter(deadline: .now() + 600, execute: watchdog)
            process.waitUntilExit()
            watchdog.cancel()
            let signalled = process.terminationReason == .uncaughtSignal
            return Result(
                status: signalled ? -process.terminationStatus : process.terminationStatus,
                output: text(output), errors: text(errors))
        }

        /// What was written so far.
        var outputSoFar: String { text(output) }

        private func text(_ path: String) -> String {
            String(decoding: (try? FileBytes(path: path).copy()) ?? [], as: UTF8.self)
        }
    }

    // MARK: Files

    /// The bytes of a file in the run's folder.
    func file(_ name: String) throws -> Data {
        Data(try FileBytes(path: "\(folder.path)/\(name)").copy())
    }

    /// True when the run's folder has the file.
    func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(folder.path)/\(name)")
    }

    /// Puts a file into the run's folder.
    func add(_ name: String, _ text: String) throws {
        try add(name, Data(text.utf8))
    }

    /// Puts a file into the run's folder.
    func add(_ name: String, _ data: Data) throws {
        let url = URL(fileURLWithPath: "\(folder.path)/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }

    /// Fills a folder with pictures by hard links to copies of two of the examples.
    func addPictures(_ count: Int, in name: String = "pictures") throws {
        try add("first.jpg", try Data(contentsOf: URL(fileURLWithPath: Self.photo("cat.jpg"))))
        try add("second.jpg", try Data(contentsOf: URL(fileURLWithPath: Self.photo("hat.jpg"))))
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
        for index in 0..<count {
            try FileManager.default.linkItem(
                atPath: "\(folder.path)/\(index % 3 == 0 ? "first" : "second").jpg",
                toPath: "\(folder.path)/\(name)/\(1000 + index).jpg")
        }
    }

    /// The lines of a JSON-lines file, the header first.
    func lines(_ name: String) throws -> [[String: Any]] {
        try Self.lines(String(decoding: try file(name), as: UTF8.self))
    }

    /// The objects of a text of JSON lines.
    static func lines(_ text: String) throws -> [[String: Any]] {
        try text.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
        }
    }
}
