import CLIPTestSupport
import Foundation
import Testing

@Suite("classify")
struct ClassifyTests {
    private let labels = "cat,dog,hat,rocket,person"

    @Test("the table, to the letter")
    func table() throws {
        let command = Command()
        for name in ["cat.jpg", "hat.jpg", "rocket.jpg"] {
            try command.add(name, try Data(contentsOf: URL(fileURLWithPath: Command.photo(name))))
        }
        let result = try command.run([
            "classify", "cat.jpg", "hat.jpg", "rocket.jpg", "--labels", labels, "--precision", "f32",
        ])
        #expect(result.status == 0)
        #expect(result.notes == Command.preamble("f32"))
        #expect(
            result.output == """
                image       label    score  cosine  next
                cat.jpg     cat     95.4 %   0.604  dog 2.8 %, person 1.7 %
                hat.jpg     hat     81.9 %   0.575  person 17.1 %, dog 0.8 %
                rocket.jpg  rocket  83.9 %   0.469  person 14.8 %, cat 0.8 %

                """)
    }

    @Test("with --quiet standard error stays empty")
    func quiet() throws {
        let result = try Command().run(["classify", Command.photo("cat.jpg"), "--labels", labels, "-q"])
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(result.output.contains("cat"))
    }

    @Test("one JSON object: where numbers come from, templates, results with scores that sum to 1")
    func json() throws {
        let photo = Command.photo("cat.jpg")
        let result = try Command().run(
            [
                "classify", photo, "--labels", labels, "--top", "9", "--format", "json", "--template",
                "a {c}", "--precision", "f32",
            ])
        let document = try result.json()
        #expect(document["schema"] as? Int == 1 && document["model"] as? String == "pocket")
        #expect((document["space"] as? String)?.count == 64)
        #expect((document["recipe"] as? [String: Any])?["precision"] as? String == "f32")
        #expect(document["templates"] as? [String] == ["a {c}"])
        #expect((document["failed"] as? [Any])?.isEmpty == true)
        let results = try #require(document["results"] as? [[String: Any]])
        #expect(results.count == 1 && results[0]["image"] as? String == photo)
        #expect((results[0]["sha256"] as? String)?.count == 64)
        let predictions = try #require(results[0]["predictions"] as? [[String: Any]])
        #expect(predictions.first?["label"] as? String == "cat" && predictions.count == 5)
        let scores = predictions.compactMap { $0["score"] as? Double }
        #expect(scores == scores.sorted(by: >) && abs(scores.reduce(0, +) - 1) < 1e-5)
        #expect(predictions.allSatisfy { abs(($0["cosine"] as? Double) ?? 2) <= 1 })
    }

    @Test("lines of JSON: a header, then results and failures in order")
    func jsonLines() throws {
        let command = Command()
        try command.add("broken.jpg", "no picture")
        let result = try command.run(
            [
                "classify", Command.photo("cat.jpg"), "broken.jpg", Command.photo("hat.jpg"), "--labels",
                labels,
            ]
                + ["--format", "jsonl"])
        #expect(result.status == 3)
        let lines = try Command.lines(result.output)
        #expect(lines.count == 4 && lines[0]["schema"] as? Int == 1)
        #expect(lines[1]["predictions"] != nil && lines[3]["predictions"] != nil)
        #expect(lines[2]["image"] as? String == "broken.jpg" && lines[2]["reason"] is String)
    }

    @Test("CSV has a line per label, and names with commas and quotes survive")
    func csv() throws {
        let command = Command()
        try command.add(
            "a \"b\", c.jpg", try Data(contentsOf: URL(fileURLWithPath: Command.photo("cat.jpg"))))
        let result = try command.run(
            ["classify", "a \"b\", c.jpg", "--labels", labels, "--format", "csv", "--top", "2"])
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 3 && lines[0] == "image,sha256,rank,label,score,cosine")
        #expect(lines[1].hasPrefix("\"a \"\"b\"\", c.jpg\","))
        #expect(lines[1].contains(",1,cat,0.") && lines[2].contains(",2,"))
    }

    @Test("what fails is skipped, named, counted and written down; the rest is done")
    func failures() throws {
        let command = Command()
        try command.add("broken.jpg", "no picture")
        let result = try command.run(
            ["classify", "none.jpg", Command.photo("cat.jpg"), "broken.jpg", "--labels", labels]
                + ["--failed", "failed.jsonl", "--format", "json"])
        #expect(result.status == 3)
        #expect(result.notes.contains("skipped none.jpg: No such file or directory"))
        #expect(result.notes.contains { $0.hasPrefix("skipped broken.jpg: ") })
        #expect(result.notes.last == "2 inputs of 3 failed")
        let failed = try #require(try result.json()["failed"] as? [[String: String]])
        #expect(failed.map { $0["image"] } == ["none.jpg", "broken.jpg"])
        #expect(
            try command.lines("failed.jsonl").map { $0["image"] as? String } == ["none.jpg", "broken.jpg"])
    }

    @Test("nothing but failures, or nothing at all, is status 1")
    func nothingDone() throws {
        let command = Command()
        try command.add("broken.jpg", "no picture")
        try command.add("empty/readme.txt", "")
        #expect(try command.run(["classify", "broken.jpg", "--labels", labels]).status == 1)
        let empty = try command.run(["classify", "empty", "--labels", labels])
        #expect(empty.status == 1 && empty.notes.last?.hasPrefix("error: no pictures found") == true)
    }

    @Test("--fail-fast stops at the first failure")
    func failFast() throws {
        let command = Command()
        try command.add("broken.jpg", "no picture")
        let result = try command.run(
            ["classify", "broken.jpg", Command.photo("cat.jpg"), "--labels", labels, "--fail-fast"])
        #expect(result.status == 1 && !result.output.contains("cat.jpg"))
        let document = try command.run(
            ["classify", Command.photo("cat.jpg"), "broken.jpg", "--labels", labels, "--fail-fast"]
                + ["--format", "json"])
        #expect(document.status == 1)
        #expect((try document.json()["failed"] as? [Any])?.count == 1)
    }

    @Test("labels are cleaned, and what was cleaned is said")
    func labelNotes() throws {
        let command = Command()
        try command.add("labels.txt", "cat\nhot_dog\n\ncat\n")
        let result = try command.run(
            [
                "classify", Command.photo("cat.jpg"), "--labels-file", "labels.txt", "--label", "a, b",
                "--format", "json",
            ])
        #expect(result.notes.contains("\"_\" read as a space in 1 label: hot_dog → hot dog"))
        #expect(result.notes.contains("given more than once, counted once: \"cat\""))
        #expect(result.notes.contains("1 blank label passed over"))
        #expect(
            result.output.contains("\"label\":\"a, b\"") && result.output.contains("\"label\":\"hot dog\""))
    }

    @Test("one label alone has no score and says so; against neutral prompts it has one")
    func oneLabel() throws {
        let command = Command()
        let photo = Command.photo("cat.jpg")
        let alone = try command.run(["classify", photo, "--labels", "cat", "--format", "json"])
        #expect(alone.notes.contains { $0.hasPrefix("one label alone has no score") })
        #expect(alone.output.contains("\"score\":null"))
        let against = try command.run([
            "classify", photo, "--labels", "cat", "--independent", "--format", "json",
        ])
        #expect(
            against.notes.contains {
                $0.hasPrefix("each label against the neutral set everyday: \"a photo.\"")
            })
        let neutral = try #require(try against.json()["neutral"] as? [String: Any])
        #expect(neutral["name"] as? String == "everyday" && (neutral["prompts"] as? [String])?.count == 8)
        #expect(!against.output.contains("\"score\":null"))
    }

    @Test("judged alone, a label's score does not depend on the others")
    func independent() throws {
        let command = Command()
        let run = { (labels: String) in
            try command.run(
                [
                    "classify", Command.photo("cat.jpg"), "--labels", labels, "--independent", "--format",
                    "csv", "-q",
                ])
                .output.split(separator: "\n").first { $0.contains(",cat,") }?.split(separator: ",").suffix(2)
        }
        #expect(try run("cat") == run("dog,cat,rocket"))
    }

    @Test("--unknown answers unknown below the score, and needs scores")
    func unknown() throws {
        let command = Command()
        let arguments = ["classify", Command.photo("cat.jpg"), "--labels", labels, "--format", "json"]
        let sure = try command.run(arguments + ["--unknown", "0.5"])
        #expect(!sure.output.contains("\"unknown\""))
        let unsure = try command.run(arguments + ["--unknown", "0.9999"])
        #expect(
            unsure.output.contains(
                "[{\"label\":\"unknown\",\"score\":null,\"cosine\":null},{\"label\":\"cat\""))
        let scoreless = try command.run([
            "classify", Command.photo("cat.jpg"), "--labels", "cat", "--unknown", "0.1",
        ])
        #expect(scoreless.status == 64)
        let taken = try command.run(
            ["classify", Command.photo("cat.jpg"), "--labels", "cat,unknown", "--unknown", "0.1"])
        #expect(taken.status == 64)
    }

    @Test("a prompt that is too long is cut with a note, or refused")
    func longPrompts() throws {
        let arguments = ["classify", Command.photo("cat.jpg"), "--labels", "cat,dog", "--template"]
        let long = Array(repeating: "very", count: 40).joined(separator: " ") + " big {}"
        let cut = try Command().run(arguments + [long])
        #expect(cut.status == 0)
        #expect(
            cut.notes.contains { $0.hasPrefix("2 texts are longer than the model's 32 tokens and cut: ") })
        let refused = try Command().run(arguments + [long, "--on-long", "error"])
        #expect(refused.status == 1 && refused.output.isEmpty)
    }

    @Test("--print-prompts prints them and reads no picture")
    func prompts() throws {
        let command = Command()
        try command.add("cupl.json", #"{"zebra": ["stripes.", "a {}."], "ox": ["horns."]}"#)
        let own = try command.run(["classify", "--templates-file", "cupl.json", "--print-prompts"])
        #expect(own.status == 0 && own.output == "zebra\tstripes.\nzebra\ta zebra.\nox\thorns.\n")
        let set = try command.run([
            "classify", "--labels", "cat", "--template-set", "openai80", "--print-prompts",
        ])
        #expect(set.output.split(separator: "\n").count == 80)
        #expect(set.output.hasPrefix("cat\ta bad photo of a cat.\n"))
    }

    @Test("a classifier that was saved gives the same results")
    func savedClassifier() throws {
        let command = Command()
        let photo = Command.photo("hat.jpg")
        let output = ["--format", "json", "--top", "5"]
        let direct = try command.run(
            [
                "classify", photo, "--labels", labels, "--template-set", "openai7", "--save-classifier",
                "c.safetensors",
            ]
                + output)
        let loaded = try command.run(["classify", photo, "--classifier", "c.safetensors"] + output)
        #expect(direct.status == 0 && loaded.status == 0)
        #expect(direct.output == loaded.output)
        let only = try command.run(["classify", "--labels", "a,b", "--save-classifier", "d.safetensors"])
        #expect(only.status == 0 && only.output.isEmpty && command.has("d.safetensors"))
    }

    @Test("a classifier of another space is refused with status 4 and the difference")
    func otherSpace() throws {
        let command = Command()
        let model = command.folder.path + "/other"
        try FileManager.default.copyItem(atPath: Repository.bundledModel, toPath: model)
        let path = model + "/open_clip_config.json"
        let config = try String(contentsOfFile: path, encoding: .utf8)
        try config.replacingOccurrences(of: "0.48145466", with: "0.5").write(
            toFile: path, atomically: true, encoding: .utf8)
        try command.run([
            "classify", "--model", model, "--labels", "a,b", "--save-classifier", "c.safetensors",
        ])
        let result = try command.run(["classify", Command.photo("cat.jpg"), "--classifier", "c.safetensors"])
        #expect(result.status == 4 && result.output.isEmpty)
        #expect(result.errors.contains("c.safetensors is of another space: it was made with the model other"))
        #expect(result.errors.contains("they differ in preprocessing."))
    }

    @Test("--copy-to sorts pictures into folders by label, without overwriting others of the same name")
    func copies() throws {
        let command = Command()
        let cat = try Data(contentsOf: URL(fileURLWithPath: Command.photo("cat.jpg")))
        let hat = try Data(contentsOf: URL(fileURLWithPath: Command.photo("hat.jpg")))
        try command.add("in/a/1.jpg", cat)
        try command.add("in/b/1.jpg", hat)
        try command.add("in/c/1.jpg", hat)
        try command.add("in/d/1.jpg", hat + Data([0]))
        let arguments = ["classify", "in", "--labels", "cat,a/hat", "--copy-to", "in/sorted", "-q"]
        #expect(try command.run(arguments).status == 0)
        #expect(try command.file("in/sorted/cat/1.jpg") == cat)
        #expect(try command.file("in/sorted/a_hat/1.jpg") == hat)
        #expect(try command.file("in/sorted/a_hat/1-2.jpg") == hat + Data([0]))
        // What was copied is no new input, and a second run adds nothing.
        let again = try command.run(arguments + ["--format", "jsonl"])
        #expect(try Command.lines(again.output).count == 5)
        #expect(!command.has("in/sorted/a_hat/1-3.jpg") && !command.has("in/sorted/cat/1-2.jpg"))
    }

    @Test("results do not depend on batch, threads or cache")
    func invariance() throws {
        let command = Command()
        try command.addPictures(7)
        let run = { (more: [String]) in
            try command.run(["classify", "pictures", "--labels", labels, "--format", "json", "-q"] + more)
                .output
        }
        let expected = try run([])
        for more in [
            ["--batch-size", "1"], ["--batch-size", "3", "--threads", "1"], ["--no-cache"],
            ["--threads", "4"],
        ] {
            #expect(try run(more) == expected, "\(more)")
        }
    }
}
