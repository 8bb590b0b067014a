import CLIPFuzzTargets
import CLIPTestSupport
import Foundation
import Testing

/// The readers that `make fuzz` drives, with fixed inputs: a rule that is broken ends the process.
@Suite("Files that anyone may have made")
struct ReplayTests {
    private static let names = FuzzTarget.all.map(\.name)

    /// The files that a target's seeds name; empty for a folder that is not there.
    private func seeds(_ target: FuzzTarget) throws -> [(path: String, bytes: [UInt8])] {
        var files: [(path: String, bytes: [UInt8])] = []
        for seed in target.seeds {
            let (folder, ending) = seed.hasSuffix("/*") || !seed.contains("*") ? (seed, "") : split(seed)
            let path = Repository.root + "/" + folder
            let names = TemporaryFolder.list(path)?.filter { $0.hasSuffix(ending) }.map { "\(path)/\($0)" }
            for file in names ?? [path] where FileManager.default.fileExists(atPath: file) {
                files.append((file, [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))))
            }
        }
        return files
    }

    private func split(_ pattern: String) -> (folder: String, ending: String) {
        let parts = pattern.split(separator: "/*")
        return (String(parts[0]), String(parts[1]))
    }

    @Test("seeds and what fuzzing found are read or refused", arguments: names)
    func replay(name: String) throws {
        let target = try #require(FuzzTarget.named(name))
        let files = try seeds(target)
        #expect(!files.isEmpty)
        let accepted = files.filter { target.read($0.bytes) }
        // A small list of merges has too few of them; only the whole one, of 1.3 MB, is accepted.
        #expect(!accepted.isEmpty || name == "packed-merges", "none of \(files.map(\.path)) is of the format")
    }

    @Test("damaged in a thousand ways they are read or refused", arguments: names)
    func mutations(name: String) throws {
        let target = try #require(FuzzTarget.named(name))
        // Small ones: a large one costs time and says no more.
        let files = try seeds(target).filter {
            $0.bytes.count < 40_000 && (target.read($0.bytes) || name == "packed-merges")
        }
        try #require(!files.isEmpty)
        var mutation = Mutation(
            seed: name.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) }, words: target.words)
        var refused = 0
        for round in 0..<1000 where !target.read(mutation.damaged(files[round % files.count].bytes)) {
            refused += 1
        }
        // Texts and pixels may be anything; of all others a part must have been noticed.
        let takesAll = ["text", "path-list", "resampler", "cache", "labels"].contains(name)
        #expect(takesAll || refused > 50, "\(refused) of 1000")
    }

    @Test("empty and tiny inputs", arguments: names)
    func tiny(name: String) throws {
        let target = try #require(FuzzTarget.named(name))
        _ = target.read([])
        for byte in UInt8.min ... .max { _ = target.read([byte]) }
    }
}
