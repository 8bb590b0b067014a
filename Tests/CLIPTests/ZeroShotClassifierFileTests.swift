import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

@Suite("Classifier files")
struct ZeroShotClassifierFileTests {
    private let origin = VectorOrigin(
        model: "test",
        space: SpaceIdentity(
            visionTower: digest(1), textTower: digest(2), architecture: digest(3), tokenizer: digest(4),
            preprocessing: nil),
        recipe: Recipe(precision: "f32", engineVersion: "1", instructionSet: "plain"))

    private static func digest(_ byte: UInt8) -> ContentDigest {
        [byte].withUnsafeBytes { ContentDigest(of: $0) }
    }

    private func sample(neutral: Bool) throws -> ZeroShotClassifier {
        let set = try ZeroShotClassifier.NeutralSet(
            prompts: NeutralPrompts(name: "n", prompts: ["a photo.", "an \"image\""]),
            vectors: EmbeddingMatrix(rows: 2, dimension: 3, values: [0, 1, 0, 0.48, 0.6, 0.64]))
        return ZeroShotClassifier(
            labels: ["cat", "hot \"dog\", grilled", "猫"],
            vectors: EmbeddingMatrix(rows: 3, dimension: 3, values: [1, 0, 0, 0, 1, 0, 0.6, 0, 0.8]),
            logitScale: 14.285_714, neutral: neutral ? set : nil, templates: ["a {}.", "{c}\tthere"])
    }

    @Test("what is written is read back", arguments: [false, true])
    func roundTrip(neutral: Bool) throws {
        let folder = TemporaryFolder()
        let path = folder.raw.appending("c.safetensors".utf8)
        let written = try sample(neutral: neutral)
        try ClassifierFile.write(written, origin: origin, to: path)
        let (read, readOrigin) = try ClassifierFile.read(path)
        #expect(readOrigin == origin)
        #expect(read.labels == written.labels && read.templates == written.templates)
        #expect(read.vectors == written.vectors && read.logitScale == written.logitScale)
        #expect(read.neutral?.prompts == written.neutral?.prompts)
        #expect(read.neutral?.vectors == written.neutral?.vectors)
        #expect(folder.names == ["c.safetensors"])
    }

    @Test("another space is told apart by its parts, another recipe is only worth a warning")
    func origins() {
        var other = origin
        other.model = "large"
        other.space = SpaceIdentity(
            visionTower: Self.digest(1), textTower: Self.digest(9), architecture: Self.digest(3),
            tokenizer: Self.digest(8), preprocessing: nil)
        let difference = other.difference(from: origin)
        #expect(
            difference?.contains(
                "made with the model large, this is test; they differ in text tower, tokenizer.")
                == true)
        #expect(other.warning(beside: origin) == nil)
        #expect(origin.difference(from: origin) == nil && origin.warning(beside: origin) == nil)
        other = origin
        other.recipe.precision = "bf16"
        #expect(other.difference(from: origin) == nil)
        #expect(
            other.warning(beside: origin) == "made with another precision: the last digits may differ")
    }

    @Test("a file that is no classifier is refused by name")
    func noClassifier() throws {
        let folder = TemporaryFolder()
        let path = folder.raw.appending("w.safetensors".utf8)
        try Safetensors.write([Safetensors.Tensor("labels", shape: [1, 1], [1])], to: path.text)
        let error = #expect(throws: FileError.self) { _ = try ClassifierFile.read(path) }
        #expect(error?.message.contains("it is no classifier") == true)
        let missing = folder.raw.appending("none.safetensors".utf8)
        #expect(throws: FileError.self) { _ = try ClassifierFile.read(missing) }
    }

    @Test(
        "a classifier of rows that are not unit, or of a scale beyond reason, is refused",
        arguments: [
            ([1.01, 0], "1", "has the length 1.01"), ([0, 0], "1", "row 1"), ([1, 0], "1e5", "logit_scale"),
            ([1, 0], "nan", "logit_scale"), ([1, 0], "-1", "logit_scale"), ([.nan, 0], "1", "not finite"),
        ] as [([Float], String, String)])
    func damaged(row: [Float], scale: String, said: String) throws {
        let folder = TemporaryFolder()
        let path = folder.raw.appending("w.safetensors".utf8)
        let metadata = origin.metadata.merging([
            "kind": "swift-clip classifier 1", "labels": #"["a"]"#, "templates": #"["{}"]"#,
            "logit_scale": scale,
        ]) { _, new in new }
        try Safetensors.write(
            [Safetensors.Tensor("labels", shape: [1, 2], row)], metadata: metadata, to: path.text)
        let error = #expect(throws: FileError.self) { _ = try ClassifierFile.read(path) }
        #expect(error?.message.contains(said) == true, "\(String(describing: error))")
    }

    @Test("a classifier whose list and matrix disagree is refused")
    func disagreement() throws {
        let folder = TemporaryFolder()
        let path = folder.raw.appending("w.safetensors".utf8)
        let metadata = origin.metadata.merging([
            "kind": "swift-clip classifier 1", "labels": #"["a","b"]"#, "templates": #"["{}"]"#,
            "logit_scale": "1",
        ]) { _, new in new }
        try Safetensors.write(
            [Safetensors.Tensor("labels", shape: [1, 2], [1, 0])], metadata: metadata, to: path.text)
        let error = #expect(throws: FileError.self) { _ = try ClassifierFile.read(path) }
        #expect(error?.message.contains("not 2 rows") == true)
    }
}
