import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

@Suite("TextEmbeddingCache")
struct CacheTextTests {
    private let folder = TemporaryFolder()

    private func digest(_ text: String) -> ContentDigest { DigestBuilder(text).finish() }

    private func cache(
        tower: String = "tower", architecture: String = "architecture", tokenizer: String = "tokenizer",
        precision: String = "f32", version: String = "1", instructions: String = "avx2", dimension: Int = 3
    ) -> TextEmbeddingCache {
        TextEmbeddingCache(
            cache: DiskCache(folder: folder.path), textTower: digest(tower),
            architecture: digest(architecture),
            tokenizer: digest(tokenizer),
            recipe: Recipe(precision: precision, engineVersion: version, instructionSet: instructions),
            dimension: dimension)
    }

    @Test("rows come back bit for bit, by position, and only those that are there")
    func roundTrip() {
        let cache = cache()
        let rows: [(text: String, embedding: [Float])] = [
            ("a cat", [1, -0.0, .leastNonzeroMagnitude]), ("ein Hund é 𝄞", [.pi, -1, 0]), ("", [0, 0, 1]),
        ]
        cache.keep(rows, normalised: true)
        let found = cache.embeddings(of: ["unknown", "", "a cat", "a cat", "ein Hund é 𝄞"], normalised: true)
        #expect(found.keys.sorted() == [1, 2, 3, 4])
        for (position, row) in [(1, 2), (2, 0), (3, 0), (4, 1)] {
            #expect(found[position]?.map(\.bitPattern) == rows[row].embedding.map(\.bitPattern))
        }
        #expect(cache.embeddings(of: ["a cat"], normalised: false).isEmpty)
        #expect(cache.embeddings(of: [], normalised: true).isEmpty)
    }

    @Test("anything that decides an embedding keeps it apart")
    func keys() {
        let original = cache()
        original.keep([("a cat", [1, 2, 3])], normalised: true)
        let others = [
            cache(tower: "x"), cache(architecture: "x"), cache(tokenizer: "x"), cache(precision: "bf16"),
            cache(version: "2"), cache(instructions: "avx512"), cache(dimension: 4),
        ]
        for other in others { #expect(other.embeddings(of: ["a cat"], normalised: true).isEmpty) }
        #expect(cache().embeddings(of: ["a cat"], normalised: true).count == 1)
        #expect(original.embeddings(of: ["a cat "], normalised: true).isEmpty)
    }

    @Test("1,000 labels are one file")
    func thousand() {
        let cache = cache(dimension: 512)
        let texts = (0..<1000).map { "a photo of thing \($0)" }
        cache.keep(texts.map { ($0, [Float](repeating: Float($0.count), count: 512)) }, normalised: true)
        #expect(cache.embeddings(of: texts, normalised: true).count == 1000)
        #expect(DiskCache(folder: folder.path).info().map(\.files) == [1])
    }
}
