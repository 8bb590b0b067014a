import CLIP
import CLIPData
import CLIPEvaluation
import Testing

@Suite("Labelled embeddings")
struct LabelledEmbeddingsTests {
    @Test("rows keep what belongs to them when they are picked")
    func selection() {
        let all = LabelledEmbeddings(
            embeddings: EmbeddingMatrix(rows: 3, dimension: 2, values: [1, 0, 0, 1, -1, 0]),
            targets: [[0], [1], [0, 1]], captions: [["a"], [], ["b", "c"]], ids: ["x", "y", "z"],
            digests: [[1], [2], [3]], classes: [DatasetClass("cat"), DatasetClass("dog")])
        let picked = all.selecting([2, 0])
        #expect(picked.embeddings.values == [-1, 0, 1, 0])
        #expect(picked.targets == [[0, 1], [0]])
        #expect(picked.captions == [["b", "c"], ["a"]])
        #expect(picked.ids == ["z", "x"])
        #expect(picked.digests == [[3], [1]])
    }
}
