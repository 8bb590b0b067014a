import Testing

@testable import CLIP

@Suite("Zero-shot classifier")
struct ZeroShotClassifierTests {
    private func classifier(
        _ vectors: [[Float]], scale: Float = 10, neutral: [[Float]]? = nil
    ) throws -> ZeroShotClassifier {
        let set = try neutral.map { rows in
            ZeroShotClassifier.NeutralSet(
                prompts: try NeutralPrompts(name: "test", prompts: rows.indices.map { "n\($0)" }),
                vectors: matrix(rows))
        }
        return ZeroShotClassifier(
            labels: vectors.indices.map { "label \($0)" }, vectors: matrix(vectors), logitScale: scale,
            neutral: set, templates: ["{}"])
    }

    private func matrix(_ rows: [[Float]]) -> EmbeddingMatrix {
        EmbeddingMatrix(rows: rows.count, dimension: rows[0].count, values: rows.flatMap(\.self))
    }

    @Test("scores are softmax(scale · cosine), best first, and sum to 1")
    func softmaxOfCosines() throws {
        let sorted = try classifier([[0.6, 0.8], [1, 0], [0, 1]]).classify(matrix([[1, 0]]))[0]
        #expect(sorted.map(\.label) == ["label 1", "label 0", "label 2"])
        #expect(sorted.map(\.cosine) == [1, 0.6, 0])
        // exp(10), exp(6), exp(0) over their sum, computed by hand.
        let expected: [Float] = [0.9819695, 0.01798566, 4.4581214e-05]
        for (prediction, value) in zip(sorted, expected) {
            let score = try #require(prediction.score)
            #expect(abs(score - value) < 1e-6)
        }
        #expect(abs(sorted.compactMap(\.score).reduce(0, +) - 1) < 1e-6)
    }

    @Test("a huge scale overflows nothing")
    func hugeScale() throws {
        let best = try classifier([[1, 0], [0, 1]], scale: 1e6).classify(matrix([[1, 0]]))[0]
        #expect(best.map(\.score) == [1, 0])
    }

    @Test("one label alone has a cosine and no score")
    func oneLabel() throws {
        let single = try classifier([[0, 1]])
        #expect(!single.hasScores)
        #expect(
            single.classify(matrix([[0.6, 0.8]])) == [[Prediction(label: "label 0", score: nil, cosine: 0.8)]]
        )
    }

    @Test("equal cosines stay in the order of the labels; top cuts the list")
    func ties() throws {
        let tied = try classifier([[0, 1], [0, 1], [1, 0], [0, 1]])
        let picture = matrix([[0, 1]])
        #expect(tied.classify(picture)[0].map(\.label) == ["label 0", "label 1", "label 3", "label 2"])
        #expect(tied.classify(picture, top: 2)[0] == Array(tied.classify(picture)[0].prefix(2)))
        #expect(tied.classify(picture, top: 9)[0].count == 4)
    }

    @Test("judged alone, a label's score depends on no other label")
    func independent() throws {
        let neutral: [[Float]] = [[0.8, 0.6], [0.6, 0.8]]
        let picture = matrix([[1, 0]])
        let two = try classifier([[1, 0], [0, 1]], neutral: neutral).classify(picture)[0]
        let one = try classifier([[1, 0]], neutral: neutral).classify(picture)[0]
        #expect(one[0].score == two[0].score)
        // exp(10) / (exp(10) + exp(8) + exp(6))
        #expect(abs(try #require(one[0].score) - 0.8668133) < 1e-6)
        #expect(try #require(two[1].score) < 0.001)
    }

    @Test("several pictures are classified as each would be alone")
    func rows() throws {
        let three = try classifier([[1, 0], [0, 1], [0.6, 0.8]], neutral: [[0.8, 0.6]])
        let pictures: [[Float]] = [[1, 0], [0.8, 0.6], [-1, 0]]
        let together = three.classify(matrix(pictures))
        #expect(together == pictures.map { three.classify(matrix([$0]))[0] })
        #expect(together[1][0].label == "label 2" && together[2][0].label == "label 1")
    }

    @Test("below the least score the answer is unknown, in front of the rest")
    func unknown() {
        let predictions = [Prediction(label: "a", score: 0.5, cosine: 0.2)]
        #expect(predictions.answering(atLeast: 0.5) == predictions)
        #expect(predictions.answering(atLeast: 0.51) == [.unknown] + predictions)
        let single = [Prediction(label: "a", score: nil, cosine: 0.2)]
        #expect(single.answering(atLeast: 1) == single)
    }

    @Test("an ensemble is the mean of unit vectors, made unit, whatever the batches")
    func ensemble() {
        var sums = PromptEnsemble(labels: 2, dimension: 2)
        sums.add([1, 0], to: 1)
        sums.add([0, 1], to: 0)
        sums.add([0, 1], to: 1)
        // One prompt's vector passes through to the last bit.
        #expect(sums.vector(of: 0) == [0, 1])
        let half = Float(0.5).squareRoot()
        #expect(sums.vector(of: 1) == [half, half])
    }

    @Test("vectors that cancel out stay zero instead of becoming NaN")
    func cancelling() {
        var sums = PromptEnsemble(labels: 1, dimension: 2)
        sums.add([1, 0], to: 0)
        sums.add([-1, 0], to: 0)
        #expect(sums.vector(of: 0) == [0, 0])
    }
}
