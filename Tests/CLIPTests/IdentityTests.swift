import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

@Suite("SpaceIdentity")
struct IdentityTests {
    private func digest(_ text: String) -> ContentDigest { DigestBuilder(text).finish() }

    private func space(
        vision: String? = "v", text: String? = "t", architecture: String = "a", tokenizer: String = "k",
        preprocessing: String = "p"
    ) -> SpaceIdentity {
        SpaceIdentity(
            visionTower: vision.map(digest), textTower: text.map(digest), architecture: digest(architecture),
            tokenizer: digest(tokenizer), preprocessing: digest(preprocessing))
    }

    @Test("equal parts make equal spaces; a different part is named")
    func differences() {
        let original = space()
        #expect(original == space() && original.hex == space().hex && original.hex.count == 64)
        #expect(original.differences(from: space()).isEmpty)
        let changed: [(SpaceIdentity, SpaceIdentity.Component)] = [
            (space(vision: "x"), .visionTower), (space(vision: nil), .visionTower),
            (space(text: "x"), .textTower),
            (space(architecture: "x"), .architecture), (space(tokenizer: "x"), .tokenizer),
            (space(preprocessing: "x"), .preprocessing),
        ]
        for (other, component) in changed {
            #expect(other.hex != original.hex)
            #expect(original.differences(from: other) == [component])
        }
        #expect(Set(changed.map(\.0.hex)).count == changed.count)
    }

    @Test("digests are SHA-256, as text and back")
    func digests() throws {
        let empty = ContentDigest(of: UnsafeRawBufferPointer(start: nil, count: 0))
        #expect(empty.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(ContentDigest(hex: empty.hex) == empty && ContentDigest(bytes: empty.bytes) == empty)
        #expect(ContentDigest(hex: "e3b0") == nil && ContentDigest(bytes: [1, 2]) == nil)
        #expect(ContentDigest(hex: String(repeating: "g", count: 64)) == nil)
    }

    @Test("parts of a digest do not run together")
    func builder() {
        func digest(_ parts: [String]) -> ContentDigest {
            var builder = DigestBuilder("test")
            for part in parts { builder.append(part) }
            return builder.finish()
        }
        let lists = [["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"], []]
        #expect(Set(lists.map { digest($0) }).count == lists.count)
    }

    @Test("a recipe's differences are named")
    func recipes() {
        let recipe = Recipe(precision: "f32", exif: "on", engineVersion: "1", instructionSet: "avx2")
        var other = recipe
        #expect(recipe.differences(from: other).isEmpty)
        other.precision = "bf16"
        other.exif = nil
        #expect(recipe.differences(from: other) == ["precision", "exif"])
    }

    @Test("architectures differ by what the weights do not show")
    func architectures() throws {
        let folder = try ModelFolder(.folder(Golden.folder + "/weights/openclip"))
        let original = folder.configuration
        var changed: [ModelConfiguration] = []
        guard case .vit(let tower) = original.vision else {
            Issue.record("not a vision transformer")
            return
        }
        var vit = tower
        vit.activation = .gelu
        changed.append(ModelConfiguration(embedDimension: 8, vision: .vit(vit), text: original.text))
        vit = tower
        vit.heads = 4
        changed.append(ModelConfiguration(embedDimension: 8, vision: .vit(vit), text: original.text))
        vit = tower
        vit.epsilon = 1e-6
        changed.append(ModelConfiguration(embedDimension: 8, vision: .vit(vit), text: original.text))
        for pooling in [ModelConfiguration.VisionPooling.meanOfNormedPatches, .normOfPatchMean] {
            vit = tower
            vit.pooling = pooling
            changed.append(ModelConfiguration(embedDimension: 8, vision: .vit(vit), text: original.text))
        }
        for filter in [ModelConfiguration.PositionFilter.bicubic, .antialiasedBicubic] {
            vit = tower
            vit.imageSize *= 2
            vit.positionFilter = filter
            changed.append(ModelConfiguration(embedDimension: 8, vision: .vit(vit), text: original.text))
        }
        changed.append(ModelConfiguration(embedDimension: 8, vision: nil, text: original.text))
        changed.append(ModelConfiguration(embedDimension: 8, vision: original.vision, text: nil))
        guard var text = original.text else {
            Issue.record("the original has a text tower")
            return
        }
        text.heads = 4
        changed.append(ModelConfiguration(embedDimension: 8, vision: original.vision, text: text))
        let textChanges: [(inout ModelConfiguration.Text) -> Void] = [
            { $0.activation = .gelu }, { $0.isCausal = false }, { $0.pooling = .start },
            { $0.pooling = .last },
        ]
        for change in textChanges {
            text = original.text ?? text
            change(&text)
            changed.append(ModelConfiguration(embedDimension: 8, vision: original.vision, text: text))
        }
        #expect(Set(changed.map(\.digest)).union([original.digest]).count == changed.count + 1)
        #expect(
            changed[0].textDigest == original.textDigest && changed.last?.textDigest != original.textDigest)
    }

    @Test("preprocessing differs by what it asks, not by the layout it came from")
    func preprocessing() {
        let original = PreprocessingConfiguration(
            imageSize: 224, mean: [0.5, 0.5, 0.5], standardDeviation: [0.5, 0.5, 0.5], cropRounding: .floor,
            colourOrder: .convertFirst)
        var same = original
        same.cropRounding = .halfEven
        same.colourOrder = .resizeFirst
        same.resizedSide = 224
        same.rescaleFactor = 0.003921569
        same.fill = 9  // of a picture that is never padded
        #expect(same.digest == original.digest)
        let changes: [(inout PreprocessingConfiguration) -> Void] = [
            { $0.imageSize = 225 }, { $0.mean[2] = 0.4 }, { $0.standardDeviation[0] = 0.4 },
            { $0.interpolation = .bilinear }, { $0.resizeMode = .squash }, { $0.resizedSide = 256 },
            { $0.rescaleFactor = 1 },
            {
                $0.resizeMode = .longest
                $0.fill = 9
            },
        ]
        for change in changes {
            var other = original
            change(&other)
            #expect(other.digest != original.digest)
        }
    }

    @Test("tokenizers differ by rules, tokens and merges, not by how start and end are spelt")
    func tokenizers() {
        func digest(
            rules: String = "open_clip 1", _ tokens: [String] = ["a", "b", "ab", "<start>", "<end>"],
            specials: [Int32] = [3, 4],
            merges: [Int32] = [2]
        ) -> ContentDigest {
            TokenizerDigest.digest(
                rules: rules, count: tokens.count, specials: specials, spelling: { tokens[Int($0)] },
                merges: merges)
        }
        let original = digest()
        #expect(digest(["a", "b", "ab", "<|startoftext|>", "<|endoftext|>"]) == original)
        for other in [
            digest(rules: "open_clip 2"), digest(rules: "hf 1"),
            digest(["a", "c", "ab", "<start>", "<end>"]), digest(merges: []),
            digest(specials: [4, 3]),
            digest(["a", "b", "ab", "x", "<start>", "<end>"], specials: [4, 5]),
        ] { #expect(other != original) }
    }

    @Test("a tower's digest is remembered by the file's state, and not longer")
    func remembered() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/weights.safetensors"
        func write(_ value: Float) throws {
            try Safetensors.write([.init("visual.proj", [value])], to: path)
        }
        func store() throws -> WeightStore { try WeightStore([SafetensorsFile(path: path)]) }
        let cache = DiskCache(folder: folder.path + "/cache")
        let remembered = RememberedDigests(cache)
        try write(1)
        let first = try #require(try store().digest(of: .vision))
        // Just written: computed, not remembered.
        #expect(try remembered.digest(of: .vision, in: store()) == first)
        #expect(cache.info().isEmpty)
        age(path, seconds: 100)
        #expect(try remembered.digest(of: .vision, in: store()) == first)
        #expect(cache.info().map(\.category) == ["digests"])
        #expect(try remembered.digest(of: .text, in: store()) == nil)
        try write(2)
        age(path, seconds: 50)
        let second = try #require(try remembered.digest(of: .vision, in: store()))
        #expect(second != first)
        #expect(try second == store().digest(of: .vision))
    }
}
