import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

@Suite("Classifier files and the cache of label vectors")
struct ZeroShotClassifierFileTests {
    private let origin = VectorOrigin(
        model: "test", space: "ab12", parts: ["text tower": "1", "image tower": "2"], recipe: "f32")

    private func sample(neutral: Bool) throws -> ZeroShotClassifier {
        let set = try ZeroShotClassifier.NeutralSet(
            prompts: NeutralPrompts(name: "n", prompts: ["a photo.", "an \"image\""]),
            vectors: EmbeddingMatrix(rows: 2, dimension: 3, values: [0, 1, 0, 0.1, 0.2, 0.3]))
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
        other.space = "cd34"
        other.parts["text tower"] = "9"
        let difference = other.difference(from: origin)
        #expect(
            difference?.contains("made with the model large, this is test; they differ in text tower") == true
        )
        #expect(origin.difference(from: origin) == nil && origin.warning(beside: origin) == nil)
        other = origin
        other.recipe = "bf16"
        #expect(other.difference(from: origin) == nil)
        #expect(other.warning(beside: origin) == "computed as bf16, now as f32: the last digits may differ")
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

    @Test("a classifier whose list and matrix disagree is refused")
    func disagreement() throws {
        let folder = TemporaryFolder()
        let path = folder.raw.appending("w.safetensors".utf8)
        let metadata = [
            "kind": "swift-clip classifier 1", "labels": #"["a","b"]"#, "templates": #"["{}"]"#,
            "logit_scale": "1",
        ]
        try Safetensors.write(
            [Safetensors.Tensor("labels", shape: [1, 2], [1, 0])], metadata: metadata, to: path.text)
        let error = #expect(throws: FileError.self) { _ = try ClassifierFile.read(path) }
        #expect(error?.message.contains("not 2 rows") == true)
    }

    @Test("a vector comes back for the same prompts in the same space only")
    func cacheKeys() throws {
        let folder = TemporaryFolder()
        let cache = VectorCache(CacheFolder(root: folder.raw.appending("c".utf8)), identity: "space 1")
        cache.store([1, -0.5], for: ["a", "b"])
        #expect(cache.vector(for: ["a", "b"], dimension: 2) == [1, -0.5])
        #expect(cache.vector(for: ["a b"], dimension: 2) == nil)
        #expect(cache.vector(for: ["b", "a"], dimension: 2) == nil)
        #expect(cache.vector(for: ["a", "b"], dimension: 3) == nil)
        let other = VectorCache(CacheFolder(root: folder.raw.appending("c".utf8)), identity: "space 2")
        #expect(other.vector(for: ["a", "b"], dimension: 2) == nil)
    }

    @Test("a damaged cache file is not believed")
    func damage() throws {
        let folder = TemporaryFolder()
        let root = CacheFolder(root: folder.raw)
        let cache = VectorCache(root, identity: "s")
        cache.store([1, 2], for: ["a"])
        let item = try #require(root.items().first)
        var bytes = try WholeFile.read(item.path)
        bytes[0] ^= 1
        try ReplacedFile.write([bytes], to: item.path)
        #expect(cache.vector(for: ["a"], dimension: 2) == nil)
    }

    @Test("the cache keeps what was used last when it is full, and can be emptied")
    func trimming() throws {
        let folder = TemporaryFolder()
        let cache = CacheFolder(root: folder.raw, capacity: 250)
        for name in ["a", "b", "c"] {
            cache.write([UInt8](repeating: 0, count: 100), as: "text/\(name)")
            folder.setTime(of: "text/\(name)", seconds: name == "a" ? 3000 : 1000 + (name == "b" ? 0 : 500))
        }
        cache.trim()
        #expect(Set(cache.items().map { $0.path.lastComponent.text }) == ["a", "c"])
        #expect(cache.clear() == (files: 2, bytes: 200))
        #expect(cache.items().isEmpty)
    }

    @Test("a cache that cannot be written is silently none")
    func unwritable() {
        let cache = VectorCache(CacheFolder(root: RawPath("/proc/nowhere")), identity: "s")
        cache.store([1], for: ["a"])
        #expect(cache.vector(for: ["a"], dimension: 1) == nil)
    }
}
