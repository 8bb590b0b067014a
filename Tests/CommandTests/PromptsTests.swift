import CLIPTestSupport
import Foundation
import Testing

/// Class folders of the repository's photos of fruits, some of them copied with names as folders from the web have them.
private struct Folders {
    let command = Command()

    init() throws {
        let photos = "\(Repository.root)/Examples/photos"
        // Two pictures that the bundled model knows, and two of each class that it is asked to tell apart.
        for (place, name) in ["cat.jpg", "hat.jpg", "dress.jpg", "jeans.jpg"].enumerated() {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(photos)/\(name)"))
            let label = ["the_cat_1", "a_hat_1", "dress", "jeans"][place]
            for copy in 0..<3 { try command.add("data/\(label)/\(copy).jpg", data + Data([UInt8(copy)])) }
        }
    }
}

@Suite("prompts compare and search")
struct PromptsCompareTests {
    @Test("sets side by side, the first one the measure")
    func compare() throws {
        let folders = try Folders()
        let result = try folders.command.run([
            "prompts", "compare", "data", "--set", "odd=no {} here", "--set", "photo", "--names", "cleaned",
            "-q",
        ])
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        #expect(
            result.output.hasPrefix("12 pictures of 4 classes; 95 % intervals by 1,000 bootstrap draws\n"))
        #expect(result.output.contains("against odd"))
    }

    @Test("ways of calling classes are sets, and JSON has every number")
    func names() throws {
        let folders = try Folders()
        let result = try folders.command.run([
            "prompts", "compare", "data", "--set", "{}", "--names", "raw", "--names", "cleaned",
            "--resamples", "50",
            "--format", "json", "-q",
        ])
        #expect(result.status == 0)
        let document = try result.json()
        #expect(document["n"] as? Int == 12 && document["dataset"] as? String == "data")
        #expect((document["recipe"] as? [String: Any])?["precision"] as? String == "f32")
        let sets = try #require(document["sets"] as? [[String: Any]])
        #expect(sets.map { $0["name"] as? String } == ["{}, raw", "{}, cleaned"])
        #expect(sets.map { $0["names"] as? String } == ["raw", "cleaned"])
        #expect(sets[0]["difference"] is NSNull)
        let difference = try #require(sets[1]["difference"] as? [String: Any])
        let accuracy = try #require(sets[0]["accuracy"] as? [String: Any])
        #expect(accuracy["value"] is Double && (accuracy["interval"] as? [Double])?.count == 2)
        #expect(difference["test"] as? String == "mcnemar-exact")
        let pictures = try #require(document["pictures"] as? [[String: Any]])
        #expect(pictures.count == 12 && (pictures[0]["predicted"] as? [Int])?.count == 2)
    }

    @Test("a search writes templates that classify takes, and tests on other pictures")
    func search() throws {
        let folders = try Folders()
        let result = try folders.command.run([
            "prompts", "search", "data", "--shots", "2", "--most", "3", "--output", "found.txt",
            "--save-shots",
            "seen.txt", "--format", "json", "-q",
        ])
        #expect(result.status == 0, "\(result.errors)")
        let document = try result.json()
        let templates = try #require(document["templates"] as? [String])
        #expect((1...3).contains(templates.count))
        #expect(try folders.command.file("found.txt") == Data(templates.map { $0 + "\n" }.joined().utf8))
        let seen = try #require(document["searched_by"] as? [String])
        #expect(try folders.command.file("seen.txt") == Data(seen.map { $0 + "\n" }.joined().utf8))
        let unseen = try #require(document["unseen"] as? [String: Any])
        #expect(unseen["n"] as? Int == 4)
        let ids = try #require(unseen["pictures"] as? [[String: Any]]).compactMap { $0["id"] as? String }
        #expect(Set(ids).isDisjoint(with: seen) && seen.count == 8)
        #expect(
            (unseen["sets"] as? [[String: Any]])?.map { $0["name"] as? String } == [
                "photo", "openai80", "found",
            ])
        let classified = try folders.command.run([
            "classify", "data/dress/0.jpg", "--labels", "dress,hat", "--templates-file", "found.txt", "-q",
        ])
        #expect(classified.status == 0)
    }

    @Test("without labels half of the pictures decide")
    func unlabelled() throws {
        let folders = try Folders()
        try folders.command.add("pool.txt", "{}\na photo of {}\n{}\nan x {}\n")
        let result = try folders.command.run([
            "prompts", "search", "data", "--unlabelled", "--pool", "pool.txt", "--no-bundled",
        ])
        #expect(result.status == 0)
        #expect(result.output.contains("of 3 candidates, found by 6 pictures (without labels, seed 0)"))
        #expect(result.notes.contains { $0.hasPrefix("pool.txt: 1 template counted once") })
    }

    @Test(
        "what cannot be compared is refused with the remedy",
        arguments: [
            (["compare", "data", "--set", "nothing"], 64, "no template (there is no {} in it)"),
            (["compare", "data", "--set", "a={}", "--set", "a=a {}"], 1, "the set \"a\" is given twice"),
            (["compare", "data", "--set", "bad.txt"], 1, "bad.txt, line 2: the template \"no place\""),
            (["compare", "data", "--set", "empty.txt"], 1, "empty.txt has no template"),
            (["compare", "data", "--names", "raw", "--names", "raw"], 64, "given twice"),
            (["compare", "nowhere"], 1, "nowhere"),
            (["search", "data", "--shots", "4"], 1, "has 3 samples"),
            (["search", "data", "--shots", "3"], 1, "no picture is left to test with"),
            (["search", "data"], 64, "--shots"),
            (["search", "data", "--shots", "1", "--no-bundled"], 64, "--pool"),
            (["search", "data", "--shots", "0"], 64, "from 1 to"),
        ])
    func refused(arguments: [String], status: Int, message: String) throws {
        let folders = try Folders()
        try folders.command.add("bad.txt", "a {}\nno place\n")
        try folders.command.add("empty.txt", "\n\n")
        let result = try folders.command.run(["prompts"] + arguments)
        #expect(Int(result.status) == status && result.output.isEmpty)
        #expect(result.errors.contains(message), "\(result.errors)")
    }
}

@Suite("prompts explain and lint")
struct PromptsExplainTests {
    @Test("wordings side by side, the best first, and what a word does")
    func explain() throws {
        let result = try Command().run([
            "prompts", "explain", Command.photo("cat.jpg"), "--text", "a dog", "a photo of a cat", "-q",
        ])
        #expect(result.status == 0 && result.errors.isEmpty)
        let lines = result.output.split(separator: "\n")
        #expect(lines[0] == "text              cosine  logit  probability")
        #expect(lines[1].hasPrefix("a photo of a cat") && lines[2].hasPrefix("a dog"))
        #expect(result.output.contains("How the cosine changes when a word is left out:"))
        #expect(result.output.contains("cat -0."))
    }

    @Test("labels are compared within each template")
    func labels() throws {
        let result = try Command().run([
            "prompts", "explain", Command.photo("cat.jpg"), "--labels", "cat,dog", "--template", "{}",
            "--template", "a {}", "--format", "json", "-q",
        ])
        let wordings = try #require(try result.json()["wordings"] as? [[String: Any]])
        #expect(wordings.map { $0["text"] as? String } == ["cat", "dog", "a cat", "a dog"])
        let parts = wordings.compactMap { $0["probability"] as? Double }
        #expect(abs(parts[0] + parts[1] - 1) < 1e-6 && abs(parts[2] + parts[3] - 1) < 1e-6)
    }

    @Test("a picture that cannot be read ends the run")
    func unreadable() throws {
        let result = try Command().run(["prompts", "explain", "none.jpg", "--text", "a", "b"])
        #expect(result.status == 1 && result.output.isEmpty && result.errors.contains("none.jpg"))
    }

    @Test("findings name the label and the remedy; --strict ends with status 1 where they are grave")
    func lint() throws {
        let command = Command()
        try command.add("labels.txt", "Cat\ncat\ncrane\n")
        let result = try command.run(["prompts", "lint", "--labels-file", "labels.txt"])
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(
            result.output == """
                error collision
                  "Cat", "cat": the same tokens: the model cannot tell them apart (it reads no capitals)
                  → keep one, or say in words how they differ
                warning homonym
                  "crane": means several things: a bird, a machine
                  → say which is meant, such as "crane, a bird" or "crane, a machine"
                1 error, 1 warning, 0 notes in 3 labels

                """)
        let strict = try command.run(["prompts", "lint", "--labels-file", "labels.txt", "--strict"])
        #expect(strict.status == 1 && strict.errors.contains("2 findings of the kind that --strict refuses"))
        let clean = try command.run([
            "prompts", "lint", "--labels", "cat,dog", "--strict", "--format", "json",
        ])
        #expect(clean.status == 0)
        #expect((try clean.json()["findings"] as? [Any])?.isEmpty == true)
    }

    @Test("the classes of a dataset are looked through as the data have them")
    func dataset() throws {
        let folders = try Folders()
        let result = try folders.command.run(["prompts", "lint", "data", "--format", "json"])
        let findings = try #require(try result.json()["findings"] as? [[String: Any]])
        let labels = findings.filter { $0["rule"] as? String == "underscore" }.compactMap {
            $0["labels"] as? [String]
        }
        #expect(labels == [["a_hat_1"], ["the_cat_1"]])
    }
}
