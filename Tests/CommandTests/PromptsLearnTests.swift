import CLIPTestSupport
import Foundation
import Testing

/// Three copies of each of four photos that the bundled model knows.
private func folders() throws -> Command {
    let command = Command()
    for name in ["cat", "hat", "dress", "jeans"] {
        let data = try Data(
            contentsOf: URL(fileURLWithPath: "\(Repository.root)/Examples/photos/\(name).jpg"))
        for copy in 0..<3 { try command.add("data/\(name)/\(copy).jpg", data + Data([UInt8(copy)])) }
    }
    return command
}

@Suite("prompts learn")
struct PromptsLearnTests {
    @Test("accuracies of pictures that were not chosen, with all that makes the run again")
    func learn() throws {
        let command = try folders()
        let arguments = [
            "prompts", "learn", "data", "--shots", "2", "--context", "3", "--epochs", "4", "--lr", "0.05",
            "--seed", "7", "--format", "json", "-q",
        ]
        let result = try command.run(arguments)
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        let document = try result.json()
        #expect((document["recipe"] as? [String: Any])?["precision"] as? String == "f32")
        for key in ["zero_shot", "learned"] {
            let accuracy = try #require(document[key] as? [String: Any])
            #expect(accuracy["n"] as? Int == 4 && (accuracy["interval"] as? [Double])?.count == 2)
        }
        let chosen = try #require(document["learned_from"] as? [String])
        #expect(chosen.count == 8 && Set(chosen).count == 8)
        let losses = try #require(document["losses"] as? [Double])
        #expect(losses.count == 4 && losses[3] < losses[0])
        #expect((document["nearest"] as? [[[String: Any]]])?.map(\.count) == [3, 3, 3])
        let again = try command.run(arguments + ["--threads", "1"]).json()
        #expect(again["losses"] as? [Double] == losses && again["learned_from"] as? [String] == chosen)
    }

    @Test("classify takes what is saved")
    func save() throws {
        let command = try folders()
        let result = try command.run([
            "prompts", "learn", "data", "--shots", "1", "--validation-shots", "1", "--init", "a photo of a",
            "--epochs", "3", "--save", "learned.safetensors",
        ])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("4 learned vectors") && result.output.contains("95 % interval"))
        #expect(result.output.contains("photo 0.0"))
        let answer = try command.run([
            "classify", "data/cat/0.jpg", "--classifier", "learned.safetensors", "--top", "4", "--format",
            "json", "-q",
        ]).json()
        let results = try #require(answer["results"] as? [[String: Any]])
        let predictions = try #require(results.first?["predictions"] as? [[String: Any]])
        #expect(predictions.first?["label"] as? String == "cat" && predictions.count == 4)
    }

    @Test(
        "what cannot be learned is refused with a reason",
        arguments: [
            (["--shots", "4"], Int32(1), "4 shots of each class"), (["--shots", "3"], 1, "none is left"),
            (["--context", "80"], 1, "room for"), (["--init", "  "], 1, "empty"),
            (["--shots", "0"], 64, "from 1 to 10000"), (["--lr", "nan"], 64, "above 0"),
            (["--shots", "-1"], 64, "--shots -1: give a number from 1 to 10000"),
            (["--validation-shots", "-1"], 64, "from 0 to 10000"), (["--context", "-1"], 64, "from 1 on"),
            (["--epochs", "-1"], 64, "from 1 on"), (["--lr", "-1"], 64, "--lr -1.0: give a number above 0"),
            (["--context", "9000000000000000000"], 1, "room for 32 tokens"),
            (["--shots", "9223372036854775807", "--validation-shots", "1"], 64, "from 1 to 10000"),
            (["--save", "nowhere/x.safetensors"], 1, "cannot write nowhere/x.safetensors"),
            (["--init", "a photo", "--context", "2"], 64, "not both"),
            (["--save", "x.npy"], 64, ".safetensors"),
        ])
    func refusals(arguments: [String], status: Int32, part: String) throws {
        let result = try folders().run(["prompts", "learn", "data"] + arguments)
        #expect(result.status == status && result.errors.contains(part), "\(result.status) \(result.errors)")
    }

    @Test("a picture without a label is no example of the first class")
    func unlabelled() throws {
        let command = try folders()
        let rows = ["cat", "hat"].flatMap { name in (0..<3).map { "\(name)/\($0).jpg,\(name)" } }
        try command.add(
            "data/list.csv",
            "image,label\ndress/0.jpg,\ndress/1.jpg,\n" + rows.joined(separator: "\n") + "\n")
        let result = try command.run([
            "prompts", "learn", "data/list.csv", "--shots", "2", "--context", "1", "--epochs", "1",
            "--format",
            "json",
        ])
        #expect(result.status == 0 && result.notes.contains("2 pictures without a label left out"))
        let document = try result.json()
        let chosen = try #require(document["learned_from"] as? [String])
        #expect(chosen.count == 4 && !chosen.contains { $0.hasPrefix("dress") })
        #expect((document["learned"] as? [String: Any])?["n"] as? Int == 2)
    }

    @Test("one class only is refused")
    func oneClass() throws {
        let command = Command()
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(Repository.root)/Examples/photos/cat.jpg"))
        try command.add("data/cat/0.jpg", data)
        let result = try command.run(["prompts", "learn", "data", "--shots", "1"])
        #expect(result.status == 1 && result.errors.contains("one class only"), "\(result.errors)")
    }
}
