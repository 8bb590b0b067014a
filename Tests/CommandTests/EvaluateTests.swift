import CLIPTestSupport
import Foundation
import Testing

@Suite("evaluate")
struct EvaluateTests {
    private let command = Command()
    private let fruits = Golden.folder + "/images/photos/b-fruits360"

    /// A dataset of the examples' photos: 2 classes, 3 pictures, of which the last lies in the wrong folder.
    private func makeData() throws -> String {
        let root = command.folder.path + "/data"
        for (folder, photos) in [
            ("cat", ["cat.jpg"]), ("hat", ["hat.jpg", "rocket.jpg"]), ("rocket", ["astronaut.jpg"]),
        ] {
            try FileManager.default.createDirectory(
                atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
            for photo in photos {
                try FileManager.default.copyItem(
                    atPath: Command.photo(photo), toPath: "\(root)/\(folder)/\(photo)")
                age("\(root)/\(folder)/\(photo)", seconds: 100)
            }
        }
        return root
    }

    @Test("the result has CLIP_benchmark's fields and says where its numbers come from")
    func result() throws {
        let done = try command.run(["evaluate", fruits, "--format", "json", "--resamples", "50"])
        #expect(done.status == 0)
        #expect(done.notes == Command.preamble("f32"))
        let json = try done.json()
        #expect(json["dataset"] as? String == "b-fruits360")
        #expect(json["model"] as? String == "pocket")
        #expect(json["task"] as? String == "zeroshot_classification")
        #expect(json["language"] as? String == "en")
        #expect(json["n"] as? Int == 6)
        #expect(json["templates"] as? [String] == ["a photo of a {}."])
        #expect((json["recipe"] as? [String: Any])?["precision"] as? String == "f32")
        let metrics = try #require(json["metrics"] as? [String: Double])
        let intervals = try #require(json["intervals"] as? [String: [Double]])
        for name in ["acc1", "acc5", "mean_per_class_recall", "macro_f1", "weighted_f1", "ece"] {
            let (value, interval) = (try #require(metrics[name]), try #require(intervals[name]))
            #expect((0...1).contains(value) && interval.count == 2 && interval[0] <= interval[1])
        }
        let classes = try #require(json["classes"] as? [[String: Any]])
        #expect(
            classes.map { $0["class"] as? String } == [
                "Apple Braeburn", "Apricot", "Avocado", "Carambula", "Kiwi", "Mango",
            ])
        let right = classes.compactMap { $0["recall"] as? Double }.reduce(0, +)
        #expect(abs(right / 6 - (metrics["acc1"] ?? -1)) < 1e-9)
    }

    @Test("a second run reads no picture, and other prompts are no reason to")
    func secondRun() throws {
        let data = try makeData()
        let first = try command.run(["evaluate", data])
        #expect(first.status == 0)
        for path in ["cat/cat.jpg", "hat/hat.jpg", "hat/rocket.jpg", "rocket/astronaut.jpg"] {
            chmod("\(data)/\(path)", 0)
        }
        let second = try command.run(["evaluate", data])
        #expect(second.notes.contains("all 4 pictures known from an earlier run"))
        #expect(second.output == first.output)
        let other = try command.run(["evaluate", data, "--template", "{}"])
        #expect(other.notes.contains("all 4 pictures known from an earlier run"))
        #expect(other.output != first.output)
        let info = try command.run(["cache", "info"])
        #expect(info.output.contains("image-embeddings: 1 file"))
        for path in ["cat/cat.jpg", "hat/hat.jpg", "hat/rocket.jpg", "rocket/astronaut.jpg"] {
            chmod("\(data)/\(path)", 0o600)
        }
    }

    @Test("a result is compared with an earlier one, picture by picture")
    func baseline() throws {
        let data = try makeData()
        let kept = command.folder.path + "/first.json"
        #expect(try command.run(["evaluate", data, "--output", kept, "-q"]).status == 0)
        let done = try command.run([
            "evaluate", data, "--template", "{} {} on the moon", "--baseline", kept, "--format", "json", "-q",
        ])
        let comparison = try #require(try done.json()["baseline"] as? [String: Any])
        #expect(comparison["test"] as? String == "McNemar, exact")
        #expect((comparison["acc1"] as? [String: Any])?["value"] != nil)
        let other = try command.run(["evaluate", fruits, "--baseline", kept, "-q"])
        #expect(other.status == 1)
        #expect(other.errors.contains("the baseline is of other pictures"))
        let none = try command.run(["evaluate", data, "--baseline", Command.photo("cat.jpg"), "-q"])
        #expect(none.status == 1)
        #expect(none.errors.contains("is no JSON"))
    }

    @Test("predictions have a line per picture", arguments: ["csv", "jsonl"])
    func predictions(ending: String) throws {
        let file = command.folder.path + "/p.\(ending)"
        #expect(try command.run(["evaluate", fruits, "--predictions", file, "-q"]).status == 0)
        let lines = String(decoding: try command.file("p.\(ending)"), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 7)
        #expect(lines[1].contains("Apple Braeburn/r_74_100.jpg"))
        if ending == "csv" {
            #expect(lines[0].hasPrefix("image,sha256,given,given_rank,given_score,label1,score1,cosine1,"))
            #expect(lines[1].split(separator: ",").count == 5 + 3 * 5)
        }
    }

    @Test("doubtful labels are listed, shown, moved and moved back")
    func fixes() throws {
        let data = try makeData()
        let list = command.folder.path + "/list.csv"
        #expect(try command.run(["evaluate", data, "--label-quality", list, "-q"]).status == 0)
        let head = String(decoding: try command.file("list.csv"), as: UTF8.self).prefix { $0 != "\n" }
        #expect(head == "image,given,suggested,given_probability,suggested_probability,margin,fix")
        try Data("image,given,fix\nhat/rocket.jpg,hat,rocket\nhat/hat.jpg,hat,keep\n".utf8)
            .write(to: URL(fileURLWithPath: list))
        let shown = try command.run(["evaluate", data, "--apply-fixes", list])
        #expect(shown.output == "hat/rocket.jpg → rocket/rocket.jpg\n")
        #expect(
            shown.notes.last == "1 picture to move, 1 to keep; nothing was moved yet: add --move to do it")
        #expect(FileManager.default.fileExists(atPath: data + "/hat/rocket.jpg"))
        let moved = try command.run(["evaluate", data, "--apply-fixes", list, "--move"])
        #expect(moved.status == 0)
        #expect(!FileManager.default.fileExists(atPath: data + "/hat/rocket.jpg"))
        let undo = command.folder.path + "/list-undo.csv"
        #expect(try command.run(["evaluate", data, "--apply-fixes", undo, "--move"]).status == 0)
        #expect(FileManager.default.fileExists(atPath: data + "/hat/rocket.jpg"))
        // What lies there is never replaced.
        try Data("own".utf8).write(to: URL(fileURLWithPath: data + "/rocket/rocket.jpg"))
        let refused = try command.run(["evaluate", data, "--apply-fixes", list, "--move"])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("already"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: data + "/rocket/rocket.jpg")) == Data("own".utf8))
    }

    @Test("pictures find others of their class, and classes held out are told apart")
    func otherTasks() throws {
        let data = try makeData()
        let images = try command.run([
            "evaluate", data, "--task", "image_retrieval", "--format", "json", "-q",
        ])
        #expect(try images.json()["queries"] as? Int == 2)
        let unknown = try command.run([
            "evaluate", data, "--unknown", "cat", "--format", "json", "-q", "--resamples", "10",
        ])
        let found = try #require(try unknown.json()["unknown"] as? [String: Any])
        #expect(found["known"] as? Int == 3)
        #expect(found["unknown"] as? Int == 1)
    }

    @Test("what cannot be done is refused before pictures are read, with the remedy")
    func refused() throws {
        let data = try makeData()
        let cases: [([String], Int32, String)] = [
            (["--output", "/nowhere/r.json"], 1, "cannot write /nowhere/r.json"),
            (["--output", "r.txt"], 64, "the name must end in .json"),
            (["--unknown", "dog"], 64, "data has no such class; it has cat, hat, rocket"),
            (["--task", "zeroshot_retrieval"], 1, "data has no captions"),
            (["--move"], 64, "--move belongs to --apply-fixes"),
            (["--unknown", "cat", "--unknown", "hat"], 1, "only one class is left to tell apart, rocket"),
        ]
        for (arguments, status, message) in cases {
            let done = try command.run(["evaluate", data] + arguments)
            #expect(done.status == status, "\(arguments)")
            #expect(done.errors.contains(message), "\(done.errors)")
            #expect(done.output.isEmpty)
        }
    }

    @Test("a picture that cannot be read is named and counted, the others are measured")
    func unreadable() throws {
        let data = try makeData()
        try Data([0xFF, 0xD8, 1]).write(to: URL(fileURLWithPath: data + "/cat/broken.jpg"))
        let done = try command.run(["evaluate", data, "--format", "json"])
        #expect(done.status == 3)
        #expect(done.errors.contains("skipped cat/broken.jpg: "))
        let json = try done.json()
        #expect(json["n"] as? Int == 4)
        #expect(json["unreadable"] as? Int == 1)
        #expect((json["failed"] as? [[String: Any]])?.first?["image"] as? String == "cat/broken.jpg")
    }
}
