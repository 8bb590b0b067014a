import CLIPTestSupport
import CLIPWeights
import Foundation
import Testing

@Suite("evaluate --probe --corrupt")
struct ProbeRobustnessTests {
    private let command = Command()

    /// A head that says what words say: the classes' text vectors as its weights.
    private func wordsAsHead() throws {
        #expect(
            try command.run([
                "probe", clothes, "--heads", "nearest-mean", "--shots", "all", "--save", "means.safetensors",
                "-q",
            ]).status == 0)
        let labels = try FileManager.default.contentsOfDirectory(atPath: clothes + "/test").sorted()
        #expect(
            try command.run([
                "classify", "--labels", labels.joined(separator: ","), "--template", "a photo of a {}.",
                "--save-classifier", "words.safetensors", "--precision", "f32", "-q",
            ]).status == 0)
        let (means, words) = try (
            SafetensorsFile(path: command.folder.path + "/means.safetensors"),
            SafetensorsFile(path: command.folder.path + "/words.safetensors")
        )
        let vectors = try #require(
            words.tensorNames.compactMap { words[$0] }.first {
                $0.shape.count == 2 && $0.shape[0] == labels.count
            })
        try Safetensors.write(
            [
                Safetensors.Tensor("weights", shape: vectors.shape, vectors.floats()),
                Safetensors.Tensor("bias", shape: [1, labels.count], labels.map { _ in 0 }),
            ], metadata: means.metadata, to: command.folder.path + "/head.safetensors")
    }

    @Test("a head that answers as words do falls by as much as they under corruptions")
    func asWords() throws {
        try wordsAsHead()
        let arguments = [
            "evaluate", clothes, "--template", "a photo of a {}.", "--corrupt", "fog,contrast,greyscale",
            "--severities", "1,5", "--resamples", "20", "--format", "json", "-q",
        ]
        let words = try command.run(arguments)
        let head = try command.run(
            arguments.filter { !["--template", "a photo of a {}."].contains($0) } + [
                "--probe", "head.safetensors",
            ])
        #expect(words.status == 0 && head.status == 0, "\(words.errors) \(head.errors)")
        let (expected, found) = try (words.json()["robustness"], head.json()["robustness"])
        let rows = try #require((found as? [String: Any])?["corruptions"] as? [[String: Any]])
        #expect(rows.count == 3)
        let accuracies = rows.flatMap {
            ($0["severities"] as? [[String: Any]] ?? []).map { $0["right"] as? Int }
        }
        #expect(accuracies.count == 5 && Set(accuracies).count > 1, "corruptions change answers")
        #expect((expected as? NSDictionary) == (found as? NSDictionary))
    }

    @Test("features that are no vectors of the model's are taken anew under each corruption")
    func pixels() throws {
        let made = try command.run([
            "probe", clothes, "--heads", "logistic", "--features", "pixels", "--shots", "all", "--save",
            "h.safetensors", "-q",
        ])
        #expect(made.status == 0, "\(made.errors)")
        let arguments = [
            "evaluate", clothes, "--probe", "h.safetensors", "--corrupt", "fog", "--severities", "5",
            "--resamples",
            "0", "--format", "json", "-q",
        ]
        let first = try command.run(arguments)
        let document = try #require(try first.json()["robustness"] as? [String: Any], "\(first.errors)")
        let row = try #require((document["corruptions"] as? [[String: Any]])?.first)
        #expect(((row["relative"] as? [String: Any])?["value"] as? Double ?? 1) < 1, "\(row)")
        #expect(try command.run(arguments + ["--no-cache", "--threads", "1"]).output == first.output)
    }
}
