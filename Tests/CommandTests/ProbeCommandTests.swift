import CLIPTestSupport
import Foundation
import Testing

/// Five classes of clothes with eight pictures to learn from, four to choose by and four to judge by.
let clothes = Golden.folder + "/probes/clothes"

@Suite("probe")
struct ProbeCommandTests {
    private let command = Command()

    /// Paths of the pictures below a part of the clothes, with their class.
    private func pictures(_ part: String) throws -> [(path: String, label: String)] {
        let root = clothes + "/" + part
        return try FileManager.default.contentsOfDirectory(atPath: root).sorted().flatMap { label in
            try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(label)").sorted().map {
                (path: "\(root)/\(label)/\($0)", label: label)
            }
        }
    }

    @Test(
        "a saved head gives the same answers in classify and evaluate as where it was made",
        arguments: [
            ("logistic", "all", "projected"), ("text-anchored", "8", "projected"), ("knn", "4", "projected"),
            ("nearest-mean", "all", "projected"), ("tip-adapter", "2", "projected"),
            ("tip-adapter-f", "4", "projected"), ("mlp", "8", "projected"),
            ("mlp-logits", "all", "projected"), ("logistic", "all", "pixels"),
        ])
    func saved(head: String, shots: String, features: String) throws {
        let made = try command.run([
            "probe", clothes, "--heads", head, "--shots", shots, "--features", features, "--seeds", "1",
            "--seed", "3", "--save", "h.safetensors", "--format", "json",
        ])
        #expect(made.status == 0 && made.notes.last == "the head is kept in h.safetensors", "\(made.errors)")
        let document = try made.json()
        let result = try #require((document["results"] as? [[String: Any]])?.first)
        let accuracy = try #require((result["metrics"] as? [String: Any])?["lp_acc1"] as? Double)
        let recall = try #require(
            (result["metrics"] as? [String: Any])?["lp_mean_per_class_recall"] as? Double)

        let pictures = try pictures("test")
        #expect(document["n"] as? Int == pictures.count)
        let classified = try command.run(
            ["classify", "--probe", "h.safetensors", "--format", "jsonl", "--precision", "f32", "-q"]
                + pictures.map(\.path))
        #expect(classified.status == 0, "\(classified.errors)")
        let answers = try Command.lines(classified.output).compactMap { line in
            (line["predictions"] as? [[String: Any]])?.first?["label"] as? String
        }
        #expect(answers.count == pictures.count)
        let right = zip(answers, pictures).count { $0 == $1.label }
        #expect(Double(right) / Double(pictures.count) == accuracy)

        let evaluated = try command.run([
            "evaluate", clothes, "--probe", "h.safetensors", "--predictions", "p.csv", "--resamples", "0",
            "--format", "json", "-q",
        ])
        let metrics = try #require(try evaluated.json()["metrics"] as? [String: Any], "\(evaluated.errors)")
        #expect(metrics["acc1"] as? Double == accuracy)
        #expect(abs((metrics["mean_per_class_recall"] as? Double ?? -1) - recall) < 1e-12)
        let rows = String(decoding: try command.file("p.csv"), as: UTF8.self).split(separator: "\n")
            .dropFirst()
        #expect(rows.map { $0.split(separator: ",")[5] }.map(String.init) == answers)
    }

    @Test("a head's numbers are called logits, not cosines")
    func logits() throws {
        try command.run([
            "probe", clothes, "--heads", "nearest-mean", "--shots", "all", "--save", "h.safetensors", "-q",
        ])
        let result = try command.run([
            "evaluate", clothes, "--probe", "h.safetensors", "--unknown", "dress", "--predictions", "p.csv",
            "--resamples", "0", "--format", "json", "-q",
        ])
        let unknown = try #require(try result.json()["unknown"] as? [String: Any], "\(result.errors)")
        #expect(unknown["auroc_logit"] != nil && unknown["auroc_cosine"] == nil)
        let head = String(decoding: try command.file("p.csv"), as: UTF8.self).prefix { $0 != "\n" }
        #expect(head.contains(",label1,score1,logit1,label2,") && !head.contains("cosine"))
        let table = try command.run([
            "evaluate", clothes, "--probe", "h.safetensors", "--unknown", "dress", "--predictions", "p.jsonl",
            "--resamples", "0", "-q",
        ])
        #expect(table.output.contains("by best logit: ") && !table.output.contains("cosine"))
        let best = (try command.lines("p.jsonl")[1]["predictions"] as? [[String: Any]])?.first
        #expect(best?["logit"] is Double && best?["cosine"] == nil)
    }

    @Test("of a part that was asked for, and has nothing beside it to learn from, no other picture is taken")
    func onePart() throws {
        let result = try command.run([
            "probe", clothes, "--split", "train", "--heads", "nearest-mean", "--shots", "all", "--format",
            "json",
            "-q",
        ])
        let document = try result.json()
        let parts = try #require(document["pictures"] as? [String: [String]], "\(result.errors)")
        #expect(
            parts.values.joined().count == 40 && parts.values.joined().allSatisfy { $0.hasPrefix("train/") })
        #expect(
            (document["division"] as? String)?.hasPrefix("train split by class into 60, 20 and 20 %") == true)
    }

    @Test("evaluate says where a head is judged by pictures that it learned from")
    func judgedByItsOwn() throws {
        _ = try command.run([
            "probe", clothes, "--heads", "nearest-mean", "--shots", "all", "--save", "h.safetensors",
        ])
        for (part, learned) in [("train", true), ("test", false)] {
            let result = try command.run([
                "evaluate", clothes, "--probe", "h.safetensors", "--split", part, "--resamples", "0",
            ])
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.notes.contains { $0.hasPrefix("the head learned from pictures of ") } == learned)
        }
    }

    @Test("two seeds and a number of threads: the same bits, and the pictures that were drawn are named")
    func seeds() throws {
        let arguments = [
            "probe", clothes, "--heads", "text-anchored,logistic,tip-adapter-f,mlp-logits", "--shots", "1,4",
            "--seeds", "2", "--seed", "5", "--format", "json", "-q",
        ]
        let first = try command.run(arguments + ["--threads", "1"])
        #expect(first.status == 0, "\(first.errors)")
        let second = try command.run(arguments + ["--threads", "3", "--no-cache"])
        #expect(first.output == second.output)

        let document = try first.json()
        #expect((document["results"] as? [[String: Any]])?.count == 4 * 2 * 2)
        let parts = try #require(document["pictures"] as? [String: [String]])
        #expect(
            parts["training"]?.count == 40 && parts["validation"]?.count == 20 && parts["test"]?.count == 20)
        let samples = try #require(document["samples"] as? [[String: Any]])
        #expect(samples.map { $0["fewshot_k"] as? Int } == [1, 1, 4, 4])
        #expect(samples.map { $0["seed"] as? Int } == [5, 6, 5, 6])
        var drawn: [Set<String>] = []
        for (sample, shots) in zip(samples, [1, 1, 4, 4]) {
            for part in ["training", "validation"] {
                let names = try #require(sample[part] as? [String])
                #expect(Set(names).isSubset(of: parts[part] ?? []))
                let classes = Dictionary(grouping: names) { $0.split(separator: "/")[1] }
                #expect(classes.count == 5 && classes.values.allSatisfy { Set($0).count == shots })
                if part == "training" { drawn.append(Set(names)) }
            }
        }
        #expect(drawn[0] != drawn[1] && drawn[0].isSubset(of: drawn[2]) && drawn[1].isSubset(of: drawn[3]))
    }

    /// Copies of a photo below a folder, which differ in bytes alone.
    private func add(_ count: Int, of photo: String, to folder: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: Command.photo("\(photo).jpg")))
        for copy in 0..<count {
            try command.add("\(folder)/\(photo)-\(copy).jpg", data + Data("\(folder)\(copy)".utf8))
        }
    }

    @Test("each row says how it stands beside words alone, above or below", arguments: [false, true])
    func belowZeroShot(taughtWrongly: Bool) throws {
        if taughtWrongly {
            for (label, photo) in [("cat", "hat"), ("hat", "cat")] {
                try add(5, of: photo, to: "data/train/\(label)")
                try add(2, of: label, to: "data/test/\(label)")
            }
        }
        let arguments = [
            "probe", taughtWrongly ? "data" : clothes, "--heads", "logistic,nearest-mean,knn", "--shots",
            "1,4",
            "--seeds", "2",
        ]
        let document = try command.run(arguments + ["--format", "json", "-q"]).json()
        let zeroShot = try #require((document["zero_shot"] as? [String: Any])?["acc1"] as? Double)
        let rows = try #require(document["summary"] as? [[String: Any]])
        #expect(rows.count == 6)
        var below: [String] = []
        for row in rows {
            let mean = try #require((row["lp_acc1"] as? [String: Any])?["mean"] as? Double)
            let gain = try #require(row["zero_shot_gain"] as? Double)
            #expect(abs(mean - zeroShot - gain) < 1e-12)
            #expect(row["below_zero_shot"] as? Bool == (gain < 0))
            if gain < 0 { below.append(row["head"] as? String ?? "") }
        }
        #expect(below.count == (taughtWrongly ? 6 : 0))
        let table = try command.run(arguments)
        #expect(table.output.split(separator: "\n").count { $0.contains(" below ") } == below.count)
        #expect(table.output.contains("\nintervals: of the mean over draws of examples"))
        for head in Set(below) {
            let said = "\(head) is worse than zero-shot with 1, 4 examples of each class"
            #expect(table.notes.contains(said) && (document["notes"] as? [String])?.contains(said) == true)
        }
    }

    @Test("scikit-learn gets as many right from the vectors that the command exports")
    func scikitLearn() throws {
        let golden = try JSONSerialization.jsonObject(
            with: Data(contentsOf: URL(fileURLWithPath: Golden.folder + "/probes/embeddings.json")))
        let expected = try #require((golden as? [String: Any])?["results"] as? [[String: Any]])
        let found = try command.run([
            "probe", clothes, "--heads", "logistic,knn,nearest-mean", "--format", "json", "-q",
        ])
        let rows = try #require(try found.json()["results"] as? [[String: Any]])
        #expect(rows.count == expected.count && rows.count > 30)
        for (row, reference) in zip(rows, expected) {
            let name = "\(row["head"] ?? ""), \(row["fewshot_k"] ?? ""), \(row["seed"] ?? "")"
            for key in ["fewshot_k", "seed"] { #expect(row[key] as? Int == reference[key] as? Int) }
            #expect(row["head"] as? String == reference["head"] as? String)
            let accuracy = (row["metrics"] as? [String: Any])?["lp_acc1"] as? Double
            #expect(accuracy == reference["acc1"] as? Double, "\(name)")
            let chosen = (row["settings"] as? [String: Double])?.values.first
            #expect(chosen.map { Float($0) } == (reference["chosen"] as? Double).map { Float($0) }, "\(name)")
        }
    }

    @Test("a picture in the wrong folder is among the doubtful labels, in a table to fix them by")
    func labelQuality() throws {
        for photo in ["cat", "hat", "dress", "jeans"] { try add(10, of: photo, to: "data/\(photo)") }
        try add(1, of: "cat", to: "data/hat")
        let arguments = [
            "probe", "data", "--heads", "nearest-mean", "--shots", "all", "--label-quality", "doubtful.csv",
        ]
        let result = try command.run(arguments)
        #expect(
            result.status == 0
                && result.errors.contains("1 doubtful label of 41 in doubtful.csv, the worst first"))
        let lines = String(decoding: try command.file("doubtful.csv"), as: UTF8.self).split(separator: "\n")
        #expect(lines[0].hasPrefix("image,given,suggested,") && lines[0].hasSuffix(",fix"))
        #expect(lines.count == 2 && lines[1].hasPrefix("hat/cat-0.jpg,hat,cat,"), "\(lines)")
        // One alone in its class is no doubtful one, and does not disturb the others.
        try add(1, of: "rocket", to: "data/rocket")
        let withAlone = try command.run(arguments)
        #expect(withAlone.errors.contains("1 doubtful label of 41 in doubtful.csv"), "\(withAlone.errors)")
        #expect(
            withAlone.notes.contains(
                "1 picture alone in its class was not judged: no head can know a class that it has not seen"))
        // evaluate takes the table.
        let fixed = try command.run(["evaluate", "data", "--apply-fixes", "doubtful.csv"])
        #expect(fixed.status == 0, "\(fixed.errors)")
    }
}
