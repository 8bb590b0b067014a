import CLIPImages
import CLIPTestSupport
import Testing

@testable import CLIP

/// What a caller adds to a model's files.
@Suite("Loading options")
struct LoadingOptionsTests {
    private func folder(_ name: String) -> String { Golden.folder + "/networks/" + name }

    @Test(
        "a tower alone is refused where the other is needed, before the weights are opened",
        arguments: [
            ("hf-vision", Towers.both, "an image tower alone, and texts need the text tower"),
            ("hf-vision", .text, "texts need the text tower"),
            ("hf-text", .both, "a text tower alone, and pictures need the image tower"),
            ("hf-text", .vision, "pictures need the image tower"),
        ])
    func missingTower(name: String, needs: Towers, reason: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try ModelFolder(.folder(folder(name)), options: LoadingOptions(needs: needs))
        }
        #expect(error?.code == .unsupported && error?.message.contains(reason) == true)
    }

    @Test("a tower alone has what it needs, and a space without the other's parts")
    func towerAlone() async throws {
        let vision = try await CLIPModel.load(folder("hf-vision"), options: LoadingOptions(needs: .vision))
        #expect(vision.configuration.towers == .vision && vision.preprocessing.size == 32)
        #expect(vision.space().textTower == nil && vision.space().tokenizer == nil)
        let text = try await CLIPModel.load(folder("hf-text"), options: LoadingOptions(needs: .text))
        #expect(text.configuration.towers == .text && text.contextLength == 12)
        #expect(text.space().visionTower == nil && text.space().preprocessing == nil)
        // Its tower is the whole model's, by value.
        let whole = try await CLIPModel.load(folder("hf-gelu"))
        #expect(text.space().textTower == whole.space().textTower)
        // A whole model is loaded whole, whatever is needed of it.
        let needed = try await CLIPModel.load(folder("hf-gelu"), options: LoadingOptions(needs: .text))
        #expect(needed.configuration.towers == .both && needed.space() == whole.space())
    }

    @Test("classes of transformers that end elsewhere are refused by name")
    func otherClasses() {
        for (name, reason) in [
            ("CLIPVisionModel", "take a CLIPVisionModelWithProjection"),
            ("CLIPTextModel", "take a CLIPTextModelWithProjection"),
            ("CLIPForImageClassification", "classifier"), ("CLIPSegModel", "is not built"),
        ] {
            let type = name == "CLIPVisionModel" ? "clip_vision_model" : "clip"
            let error = #expect(throws: ConfigurationError.self) {
                try withHuggingFace(
                    model: #""model_type": "\#(type)", "architectures": ["\#(name)"], "#
                ) { _ in }
            }
            #expect(error?.message.contains("architectures: \(name) ") == true)
            #expect(error?.message.contains(reason) == true && error?.code == .unsupported)
        }
    }

    @Test("another image size changes network, preparation and space, and nothing else")
    func imageSize() async throws {
        let own = try await CLIPModel.load(folder("vit-quickgelu"))
        let same = try await CLIPModel.load(folder("vit-quickgelu"), options: LoadingOptions(imageSize: 32))
        #expect(same.space() == own.space() && same.configuration == own.configuration)
        let larger = try await CLIPModel.load(folder("vit-quickgelu"), options: LoadingOptions(imageSize: 48))
        #expect(larger.preprocessing.size == 48 && larger.configuration.vision?.imageSize == 48)
        #expect(larger.space().differences(from: own.space()) == [.architecture, .preprocessing])
        #expect(larger.configuration.parameterCount == own.configuration.parameterCount)
    }

    @Test("a side that is resized to before the crop grows with the crop")
    func resizedSide() {
        let prepared = PreprocessingConfiguration(
            imageSize: 224, resizedSide: 256, mean: [0, 0, 0], standardDeviation: [1, 1, 1],
            cropRounding: .floor, colourOrder: .convertFirst)
        #expect(prepared.resized(to: 448).resizedSide == 512 && prepared.resized(to: 448).imageSize == 448)
        #expect(prepared.resized(to: 100).resizedSide == 114)
        #expect(prepared.resized(to: nil) == prepared && prepared.resized(to: 224) == prepared)
    }

    @Test(
        "image sizes that cannot be are refused with the reason",
        arguments: [
            ("resnet", 96, "a ResNet's positions are not interpolated"),
            ("vit-quickgelu", 7, "smaller than one patch of 8"),
            ("vit-quickgelu", 20_000, "gives 2500 patches of 8 a side, and 64 are the most"),
            (
                "vit-quickgelu", 520,
                "gives 65 patches of 8 a side, and 64 are the most: take a size up to 519"
            ),
            ("hf-text", 64, "a text tower alone has no image size"),
        ])
    func impossibleImageSize(name: String, size: Int, reason: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try ModelFolder(
                .folder(folder(name)), options: LoadingOptions(imageSize: size, needs: []))
        }
        #expect(error?.message.contains(reason) == true && error?.code == .unsupported)
    }

    @Test("a size that patches do not fill is taken as the reference takes it, and what is not seen is said")
    func border() throws {
        func assumptions(_ size: Int?) throws -> [String] {
            try ModelFolder(
                .folder(folder("vit-quickgelu")), options: LoadingOptions(imageSize: size)
            ).assumptions
        }
        #expect(try assumptions(nil).isEmpty && assumptions(512).isEmpty)
        #expect(
            try assumptions(519) == [
                "image size 519 is no multiple of the patches' 8: what lies beyond 512 × 512 pixels is not seen"
            ])
    }

    @Test("an activation is taken where the files leave it open, and must agree where they do not")
    func activation() throws {
        let files = [
            "open_clip_config.json": #"{"model_cfg": {"embed_dim": 512, "vision_cfg": {}, "text_cfg": {}}}"#,
            "open_clip_model.safetensors": "",
        ]
        for (asked, expected) in [
            (nil, .gelu), (.quickGELU, .quickGELU), (.gelu, .gelu),
        ] as [(ModelConfiguration.Activation?, ModelConfiguration.Activation)] {
            try withFolder(files, LoadingOptions(activation: asked)) { folder in
                #expect(folder.configuration.activation == expected)
            }
        }
        let error = #expect(throws: ConfigurationError.self) {
            try ModelFolder(
                .folder(folder("hf-gelu")), options: LoadingOptions(activation: .quickGELU))
        }
        #expect(
            error?.message.contains("hidden_act: the file says gelu, but quickGELU was asked for") == true)
    }
}
