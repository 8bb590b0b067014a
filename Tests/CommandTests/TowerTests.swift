import CLIPTestSupport
import Foundation
import Testing

/// Parts of models, other sizes of pictures, and activations between the blocks.
@Suite("towers")
struct TowerTests {
    private func folder(_ name: String) -> String { Golden.folder + "/networks/" + name }

    @Test(
        "a tower alone does its own work, and for the other's the command ends before any work, with the reason"
    )
    func towersAlone() throws {
        let command = Command()
        try command.addPictures(2)
        let (vision, text) = (folder("hf-vision"), folder("hf-text"))
        let pictures = try command.run(["embed", "pictures", "-o", "x.npy", "--model", vision])
        #expect(pictures.status == 0 && pictures.notes.last == "2 unit vectors of 40 f32 in x.npy")
        let texts = try command.run(["embed", "--text", "ab", "-o", "t.npy", "--model", text])
        #expect(texts.status == 0 && texts.notes.last == "1 unit vector of 28 f32 in t.npy")
        #expect(try command.run(["tokenize", "ab", "--model", text]).status == 0)
        #expect(
            try command.run(["similarity", "pictures", "--image", "pictures", "--model", vision]).status
                == 0)

        for (arguments, reason) in [
            (["embed", "--text", "ab", "-o", "n.npy", "--model", vision], "texts need the text tower"),
            (["classify", "pictures", "--labels", "a,b", "--model", vision], "texts need the text tower"),
            (["tokenize", "ab", "--model", vision], "texts need the text tower"),
            (["embed", "pictures", "-o", "n.npy", "--model", text], "pictures need the image tower"),
            (
                ["preprocess", "pictures/1000.jpg", "-o", "n.npy", "--model", text],
                "pictures need the image tower"
            ),
            (["classify", "pictures", "--labels", "a,b", "--model", text], "pictures need the image tower"),
        ] {
            let result = try command.run(arguments)
            #expect(result.status == 1 && result.output.isEmpty)
            #expect(result.errors.contains(reason), "\(arguments): \(result.errors)")
            #expect(!command.has("n.npy") && !command.has("n.npy.partial"))
        }
        let info = try command.run(["models", "info", text, "--format", "json"]).json()
        #expect(info["tokens"] as? Int == 12 && info["input"] == nil && info["logit_scale"] == nil)
        let other = try command.run(["models", "info", vision, "--format", "json"]).json()
        #expect(
            other["input"] as? Int == 32 && other["tokens"] == nil
                && other["activation"] as? String == "quickGELU")
    }

    @Test("a saved classifier needs the image tower alone, of the same model")
    func classifierOfATower() throws {
        let command = Command()
        try command.addPictures(2)
        let labels = ["classify", "--labels", "a,b", "--save-classifier", "c.safetensors", "--model"]
        #expect(try command.run(labels + [folder("hf-quickgelu")]).status == 0)
        let classify = [
            "classify", "pictures", "--classifier", "c.safetensors", "--format", "csv", "-q", "--model",
        ]
        let whole = try command.run(classify + [folder("hf-quickgelu")])
        let tower = try command.run(classify + [folder("hf-vision")])
        #expect(whole.status == 0 && tower.status == 0 && tower.output == whole.output, "\(tower.errors)")
        // The same weights with another activation, and another model's classifier.
        _ = try command.shell(
            "cp -r \(folder("hf-vision")) twin; chmod -R u+w twin; sed -i s/quick_gelu/gelu/ twin/config.json"
        )
        let twin = try command.run(classify + ["twin"])
        #expect(twin.status == 4 && twin.errors.contains("differ in architecture"), "\(twin.errors)")
        #expect(try command.run(labels + [folder("hf-gelu")]).status == 0)
        let other = try command.run(classify + [folder("hf-vision")])
        #expect(other.status == 4 && other.errors.contains("image tower"), "\(other.errors)")
    }

    @Test("--image-size is refused with a reason where it cannot be, and not offered where it means nothing")
    func impossibleImageSize() throws {
        let command = Command()
        try command.addPictures(1)
        let model = ["--model", folder("vit-quickgelu")]
        for (arguments, status, reason) in [
            (
                ["embed", "pictures", "-o", "x.npy", "--image-size", "0"], 64,
                "give a number of pixels from 1 to 16384"
            ),
            (
                ["embed", "pictures", "-o", "x.npy", "--image-size", "-5"], 64,
                "--image-size -5: give a number"
            ),
            (["embed", "pictures", "-o", "x.npy", "--image-size", "4000"], 1, "64 are the most"),
            (["embed", "pictures", "-o", "x.npy", "--image-size", "7"], 1, "smaller than one patch of 8"),
            (["embed", "--text", "a", "-o", "x.npy", "--image-size", "48"], 64, "texts have no size"),
            (["tokenize", "a", "--image-size", "48"], 64, "Unknown option '--image-size'"),
        ] as [([String], Int32, String)] {
            let result = try command.run(arguments + model)
            #expect(
                result.status == status && result.errors.contains(reason), "\(arguments) \(result.errors)")
        }
        let border = try command.run(["embed", "pictures", "-o", "x.npy", "--image-size", "46"] + model)
        #expect(border.status == 0 && border.errors.contains("beyond 40 × 40 pixels is not seen"))
    }

    @Test("--image-size prepares pictures of that size, and its vectors are another space")
    func imageSize() throws {
        let command = Command()
        try command.addPictures(2)
        let model = ["--model", folder("vit-quickgelu")]
        try command.run(["embed", "pictures", "-o", "x.safetensors"] + model)
        let other = try command.run(
            ["embed", "pictures", "-o", "x.safetensors", "--resume", "--image-size", "48"] + model)
        #expect(other.status == 4 && other.errors.contains("another space"))
        let same = try command.run(
            ["embed", "pictures", "-o", "x.safetensors", "--resume", "--image-size", "32"] + model)
        #expect(same.status == 0)
        try command.run(["preprocess", "pictures/1000.jpg", "-o", "p.npy", "--image-size", "48"] + model)
        #expect(try EmbedTests.Matrix(try command.file("p.npy")).header.contains("(3, 48, 48)"))
        let residual = try command.run(
            ["embed", "pictures", "-o", "y.npy", "--image-size", "96", "--model", folder("resnet")])
        #expect(
            residual.status == 1 && residual.errors.contains("only vision transformers take another size"))
        #expect(
            try command.run(["embed", "pictures", "-o", "y.npy", "--image-size", "0"] + model).status == 64)
    }

    @Test("--hidden writes every token's activations, [rows, tokens, width], and --resume holds to it")
    func hidden() throws {
        let command = Command()
        try command.addPictures(3)
        let model = ["--model", folder("hf-quickgelu")]
        let result = try command.run(
            ["embed", "pictures", "-o", "x.npy", "--hidden", "-1", "--batch-size", "2"] + model)
        #expect(result.status == 0 && result.notes.last == "3 hidden states of 17 × 48 f32 in x.npy")
        let matrix = try EmbedTests.Matrix(try command.file("x.npy"))
        #expect(matrix.header.contains("'shape': (3, 17, 48)") && matrix.floats.count == 3 * 17 * 48)
        let header = try command.lines("x.jsonl")[0]
        #expect(header["hidden"] as? Int == 2 && header["shape"] as? [Int] == [17, 48])
        #expect(header["normalised"] as? Bool == false)
        // The same layer by its other number; another one is another file.
        let again = ["embed", "pictures", "-o", "x.npy", "--resume"] + model
        #expect(try command.run(again + ["--hidden", "2"]).status == 0)
        #expect(try command.run(again + ["--hidden", "1"]).status == 64)
        #expect(try command.run(again).status == 64)

        try command.run(["embed", "--text", "ab", "c", "-o", "t.safetensors", "--hidden", "0"] + model)
        let texts = try command.run(
            ["embed", "--text", "ab", "c", "-o", "t.safetensors", "--hidden", "0", "--resume"] + model)
        #expect(texts.status == 0 && texts.notes.last?.contains("t.safetensors is finished") == true)
    }

    @Test("layers that are not there are refused with those that are")
    func missingLayer() throws {
        let command = Command()
        try command.addPictures(1)
        for (model, layer, reason) in [
            ("hf-quickgelu", "3", "the tower has 2 blocks; give a number from -3 to 2"),
            ("hf-quickgelu", "-4", "the tower has 2 blocks"),
            ("resnet", "0", "a ResNet has no sequence of tokens"),
        ] {
            let result = try command.run(
                ["embed", "pictures", "-o", "x.npy", "--hidden", layer, "--model", folder(model)])
            #expect(result.status == 64 && result.errors.contains(reason))
            #expect(!command.has("x.npy.partial"))
        }
    }

    @Test("--activation fills what the files leave open, and must not contradict them")
    func activation() throws {
        let command = Command()
        try command.addPictures(1)
        let arguments = ["embed", "pictures", "-o", "x.npy", "--model"]
        let said = try command.run(arguments + [folder("hf-gelu"), "--activation", "quickgelu"])
        #expect(said.status == 1 && said.errors.contains("the file says gelu, but quickGELU was asked for"))
        #expect(try command.run(arguments + [folder("hf-gelu"), "--activation", "gelu"]).status == 0)
    }
}
