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

    @Test("predictions of several labels have the cosine of each", arguments: ["csv", "jsonl"])
    func labelPredictions(ending: String) throws {
        try addManifest("labels.csv", "path,labels\ncat.jpg,cat|pet\nhat.jpg,hat\ndress.jpg,\n")
        let done = try command.run(["evaluate", "labels.csv", "--predictions", "p.\(ending)", "-q"])
        #expect(done.status == 0, "\(done.errors)")
        let lines = String(decoding: try command.file("p.\(ending)"), as: UTF8.self).split(separator: "\n")
        try #require(lines.count == 4)
        if ending == "csv" {
            #expect(lines[0] == "image,sha256,given,cosine: cat,cosine: hat,cosine: pet")
            let fields = lines[1].split(separator: ",", omittingEmptySubsequences: false)
            #expect(fields[0] == "cat.jpg" && fields[2] == "cat|pet" && fields.count == 6)
            let cosines = fields[3...].compactMap { Float($0) }
            #expect(cosines.count == 3 && cosines[0] > cosines[1])
        } else {
            let objects = try command.lines("p.jsonl")
            #expect(objects[0]["labels"] as? [String] == ["cat", "hat", "pet"])
            #expect(objects[0]["task"] as? String == "multilabel")
            #expect(objects[1]["given"] as? [String] == ["cat", "pet"])
            #expect((objects[1]["cosines"] as? [Double])?.count == 3)
            #expect(objects[3]["given"] as? [String] == [])
        }
    }

    @Test(
        "predictions of retrieval name the captions that a picture finds first", arguments: ["csv", "jsonl"])
    func captionPredictions(ending: String) throws {
        try addManifest(
            "captions.csv", "path,caption\ncat.jpg,a cat\ncat.jpg,a small cat\nhat.jpg,a hat\n")
        let done = try command.run(["evaluate", "captions.csv", "--predictions", "p.\(ending)", "-q"])
        #expect(done.status == 0, "\(done.errors)")
        let lines = String(decoding: try command.file("p.\(ending)"), as: UTF8.self).split(separator: "\n")
        try #require(lines.count == 3)
        if ending == "csv" {
            #expect(lines[0].hasPrefix("image,sha256,own_rank,caption1,own1,cosine1,caption2,own2,cosine2,"))
            let fields = lines[2].split(separator: ",")
            #expect(fields[0] == "hat.jpg" && fields[2] == "1" && fields[3] == "a hat" && fields[4] == "true")
        } else {
            let objects = try command.lines("p.jsonl")
            #expect(objects[1]["own"] as? [String] == ["a cat", "a small cat"])
            let best = try #require(objects[1]["predictions"] as? [[String: Any]])
            #expect(best.count == 3 && best.last?["caption"] as? String == "a hat")
            #expect(best.map { $0["own"] as? Bool } == [true, true, false])
        }
    }

    @Test("predictions of pictures by pictures name the nearest others")
    func picturePredictions() throws {
        let data = try makeData()
        let done = try command.run([
            "evaluate", data, "--task", "image_retrieval", "--predictions", "p.jsonl", "-q",
        ])
        #expect(done.status == 0, "\(done.errors)")
        let objects = try command.lines("p.jsonl")
        #expect(objects.count == 5)
        let best = try #require(objects[1]["predictions"] as? [[String: Any]])
        #expect(objects[1]["image"] as? String == "cat/cat.jpg" && best.count == 3)
        #expect(!best.contains { $0["image"] as? String == "cat/cat.jpg" })
    }

    @Test("options without a meaning for the data are refused before a picture is read")
    func foreignOptions() throws {
        try addManifest("labels.csv", "path,labels\ncat.jpg,cat|pet\nhat.jpg,hat\n")
        try addManifest("captions.csv", "path,caption\ncat.jpg,a cat\nhat.jpg,a hat\n")
        for (data, task) in [("labels.csv", "multilabel"), ("captions.csv", "zeroshot_retrieval")] {
            for option in [
                ["--corrupt", "fog"], ["--label-quality", "l.csv"], ["--baseline", "b.json"],
                ["--fit-temperature"], ["--unknown", "cat"], ["--probe", "h.safetensors"],
            ] {
                let done = try command.run(["evaluate", data] + option)
                #expect(done.status == 64 && done.output.isEmpty)
                #expect(
                    done.errors.contains(
                        "\(option[0]) is for classification with one label per picture, and "
                            + "\(data.dropLast(4)) is measured by \(task): leave it out"), "\(done.errors)")
                #expect(!done.errors.contains("model pocket"))
            }
        }
        #expect(!command.has("l.csv"))
        let images = try command.run([
            "evaluate", try makeData(), "--task", "image_retrieval", "--corrupt", "fog",
        ])
        #expect(images.errors.contains("leave it out, or give --task zeroshot_classification"))
    }

    /// A manifest beside three of the examples' photos.
    private func addManifest(_ name: String, _ text: String) throws {
        try command.add(name, text)
        for photo in ["cat.jpg", "hat.jpg", "dress.jpg"] {
            try command.add(photo, try Data(contentsOf: URL(fileURLWithPath: Command.photo(photo))))
        }
    }

    @Test("a model that is wrong too often is said to doubt itself, and moves nothing unasked")
    func weakModel() throws {
        // Photos under each other's names: the model is right on none.
        for (label, photo) in [("cat", "hat.jpg"), ("hat", "dress.jpg"), ("dress", "cat.jpg")] {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: Command.photo(photo)))
            for copy in 0..<2 { try command.add("data/\(label)/\(copy).jpg", bytes + Data([UInt8(copy)])) }
        }
        let done = try command.run([
            "evaluate", "data", "--label-quality", "l.csv", "--report", "report", "--resamples", "20",
        ])
        #expect(done.status == 0, "\(done.errors)")
        let warning =
            "the model itself is right on only 0.0 % of these pictures (the most frequent class alone: 33.3 %), so its "
            + "doubts are more about itself than about the labels."
        #expect(done.output.contains("beware: \(warning)"))
        #expect(done.errors.contains(warning))
        #expect(String(decoding: try command.file("report/index.html"), as: UTF8.self).contains(warning))
        let json = try command.run(["evaluate", "data", "--label-quality", "l.csv", "--format", "json", "-q"])
        let quality = try #require(try json.json()["label_quality"] as? [String: Any])
        #expect(quality["model_is_weak"] as? Bool == true && quality["model_right"] as? Double == 0)
        // The user takes every suggestion: 6 moves.
        let rows = String(decoding: try command.file("l.csv"), as: UTF8.self).split(separator: "\n")
        try #require(rows.count > 1)
        let worked = rows[1...].map { "\($0)\($0.split(separator: ",")[2])" }
        try command.add("l.csv", ([String(rows[0])] + worked).joined(separator: "\n") + "\n")
        let shown = try command.run(["evaluate", "data", "--apply-fixes", "l.csv"])
        #expect(shown.status == 0 && shown.errors.contains("l.csv: \(warning)"))
        let refused = try command.run(["evaluate", "data", "--apply-fixes", "l.csv", "--move"])
        #expect(refused.status == 1 && refused.output.isEmpty)
        #expect(
            refused.errors.contains("Nothing was moved: look at each picture, then add --despite-weak-model"))
        #expect(command.has("data/cat/0.jpg") && !command.has("l-undo.csv"))
    }

    @Test("doubtful labels are listed, shown, moved and moved back")
    func fixes() throws {
        let data = try makeData()
        let list = command.folder.path + "/list.csv"
        #expect(try command.run(["evaluate", data, "--label-quality", list, "-q"]).status == 0)
        let head = String(decoding: try command.file("list.csv"), as: UTF8.self).prefix { $0 != "\n" }
        #expect(
            head
                == "image,given,suggested,given_probability,suggested_probability,margin,model_right,chance_right,fix"
        )
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
        #expect(!command.has("list-undo-2.csv"), "a list to undo nothing by")
        #expect(try Data(contentsOf: URL(fileURLWithPath: data + "/rocket/rocket.jpg")) == Data("own".utf8))
    }

    @Test("a folder around the data that is called as a class stays where it is")
    func fixesBelowNamesake() throws {
        for label in ["cat", "hat"] {
            let photo = try Data(contentsOf: URL(fileURLWithPath: Command.photo("\(label).jpg")))
            for copy in 0..<2 {
                try command.add("data/cat/\(label)/\(copy).jpg", photo + Data([UInt8(copy)]))
            }
        }
        try command.add("fix.csv", "image,given,fix\ncat/cat/0.jpg,cat,hat\n")
        let shown = try command.run(["evaluate", "data", "--apply-fixes", "fix.csv"])
        #expect(shown.status == 0 && shown.output == "cat/cat/0.jpg → cat/hat/0.jpg\n", "\(shown.errors)")
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
            (["--despite-weak-model"], 64, "--despite-weak-model belongs to --move"),
            (["--unknown", "cat", "--unknown", "hat"], 1, "only one class is left to tell apart, rocket"),
        ]
        for (arguments, status, message) in cases {
            let done = try command.run(["evaluate", data] + arguments)
            #expect(done.status == status, "\(arguments)")
            #expect(done.errors.contains(message), "\(done.errors)")
            #expect(done.output.isEmpty)
        }
    }

    @Test("rows without a label are left out and counted")
    func unlabelled() throws {
        let data = try makeData()
        func rows(_ labels: [String]) throws {
            let photos = ["cat/cat.jpg", "hat/hat.jpg", "rocket/astronaut.jpg"]
            let lines = zip(photos, labels).map { "\($0),\($1)" }
            try Data((["filepath,label"] + lines).joined(separator: "\n").utf8).write(
                to: URL(filePath: data + "/all.csv"))
        }
        try rows(["cat", "", "hat"])
        let done = try command.run(["evaluate", data + "/all.csv", "--format", "json"])
        #expect(
            done.status == 0 && done.errors.contains("1 picture without a label left out"), "\(done.errors)")
        #expect(try done.json()["n"] as? Int == 2)
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
