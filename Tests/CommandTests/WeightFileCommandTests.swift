import CLIPTestSupport
import Foundation
import Testing

@Suite("A file of weights for a model")
struct WeightFileCommandTests {
    private static let archives = Golden.folder + "/archives/"

    @Test("OpenAI's archive answers, and what it does not say is said")
    func archive() throws {
        let result = try Command().run([
            "classify", Command.photo("cat.jpg"), "--labels", "cat,hat", "--model",
            Self.archives + "openai-vit/model.pt",
            "--format", "json",
        ])
        #expect(result.status == 0 && result.notes.contains { $0.contains("sizes are those of its tensors") })
        let document = try result.json()
        #expect(document["model"] as? String == "model.pt")
        // The same values as bare weights are the same space, once the activation is given.
        let bare = Self.archives + "openai-vit/state.safetensors"
        let asked = [
            "classify", Command.photo("cat.jpg"), "--labels", "cat,hat", "--model", bare, "--format", "json",
        ]
        let refused = try Command().run(asked)
        #expect(refused.status == 1 && refused.errors.contains("Give --activation quickgelu"))
        let given = try Command().run(asked + ["--activation", "quickgelu"])
        #expect(given.status == 0)
        let results = try [document, given.json()].map { try #require($0["results"] as? [[String: Any]]) }
        #expect(NSArray(array: results[0]).isEqual(to: results[1]))
        #expect(try Command().run(asked + ["--activation", "relu"]).status == 64)
    }

    @Test("models info says which of several sets of weights is read")
    func choice() throws {
        let command = Command()
        let path = Golden.folder + "/networks/vit-quickgelu/open_clip_model.safetensors"
        let model = try TorchFile.checkpoint(of: path, under: ["state_dict", "state_dict_ema"])
        try command.add("model.pt", Data(model))
        _ = try command.shell(
            "cp \(Golden.folder)/networks/vit-quickgelu/*.json \(Golden.folder)/networks/vit-quickgelu/*.txt ."
        )
        let info = try command.run(["models", "info", "model.pt"])
        #expect(info.status == 0, "\(info.errors)")
        #expect(
            info.notes == [
                "model.pt holds several sets of weights: state_dict is read, not state_dict_ema"
            ], "\(info.errors)")
    }

    @Test("a pickle that would call something is refused with its name, and nothing happens")
    func call() throws {
        let command = Command()
        let pickle = TorchFile.pickle(
            TorchFile.global("os", "system"), TorchFile.tuple(TorchFile.text("touch owned")),
            [UInt8(ascii: "R")])
        try Data(TorchFile.saved(pickle)).write(to: URL(fileURLWithPath: command.folder.path + "/model.pt"))
        let result = try command.run([
            "classify", Command.photo("cat.jpg"), "--labels", "cat,hat", "--model", "model.pt",
        ])
        #expect(result.status == 1 && result.output.isEmpty)
        #expect(
            result.errors.contains(
                "model.pt: the file wants to call os.system, which weights do not need: refused"))
        #expect(!command.has("owned"))
    }
}
