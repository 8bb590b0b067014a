import CLIP
import CLIPData
import CLIPTestSupport
import Testing

@testable import CLIPEvaluation

@Suite("Retrieval, several labels and unknown classes, against NumPy and scikit-learn")
struct RankingTests {
    @Test("captions find pictures and pictures captions, several each")
    func captions() throws {
        let golden = try EvaluationGolden()
        let found = CaptionRetrieval(
            images: golden.images, texts: try EvaluationGolden.matrix("captions", golden.file),
            owners: try golden.file.integers("owners"), bootstrap: golden.bootstrap)
        for (ranks, name) in [(found.textToImage, "to_image"), (found.imageToText, "to_text")] {
            #expect(ranks.ranks == (try golden.file.integers("\(name)_ranks")))
            let numbers = ranks.recall.map(\.value) + [ranks.medianRank.value, ranks.meanRank.value]
            #expect(distance(numbers, try golden.doubles("\(name)_numbers")) <= 1e-12)
            for estimate in ranks.recall + [ranks.medianRank, ranks.meanRank] {
                let interval = try #require(estimate.interval)
                #expect(interval.contains(estimate.value))
            }
        }
    }

    @Test("each picture looks for its class among the others")
    func images() throws {
        let golden = try EvaluationGolden()
        let found = try ImageRetrieval(golden.images, labels: golden.given, bootstrap: golden.bootstrap)
        #expect(found.ranks.ranks == (try golden.file.integers("one_out_ranks")))
        #expect(distance([found.meanAveragePrecision.value], try golden.doubles("one_out_map")) <= 1e-12)
        #expect(found.alone == 0)
    }

    @Test("a picture that is alone in its class does not look; without two of a class nobody can")
    func alone() throws {
        let images = EmbeddingMatrix(rows: 3, dimension: 1, values: [1, 1, 1])
        let found = try ImageRetrieval(images, labels: [0, 1, 0], bootstrap: Bootstrap(resamples: 0))
        #expect(found.queries == 2)
        #expect(found.alone == 1)
        // Equal cosines in the order of pictures: from the first, picture 1 comes before 2.
        #expect(found.ranks.ranks == [1, 0])
        #expect(throws: EvaluationError.self) {
            try ImageRetrieval(images, labels: [0, 1, 2], bootstrap: Bootstrap())
        }
    }

    @Test("the nearest rows are those of a sorted row of cosines; a row is not its own neighbour")
    func nearest() throws {
        let golden = try EvaluationGolden()
        let texts = try EvaluationGolden.matrix("captions", golden.file)
        let cosines = golden.images.products(with: texts)
        let found = NearestRows(of: golden.images, among: texts, most: 3)
        let others = NearestRows(amongThemselves: golden.images, most: 4)
        let own = golden.images.products(with: golden.images)
        func sorted(_ all: [Float], _ query: Int, _ count: Int) -> [Int] {
            (0..<count).sorted { all[query * count + $0] > all[query * count + $1] }
        }
        for query in 0..<golden.images.rows {
            #expect(found[query].map(\.row) == Array(sorted(cosines, query, texts.rows).prefix(3)))
            #expect(
                others[query].map(\.row)
                    == Array(sorted(own, query, golden.images.rows).filter { $0 != query }.prefix(4)))
            #expect(abs(found[query][0].cosine - cosines[query * texts.rows + found[query][0].row]) < 1e-6)
        }
        // Equal rows in their order, and no more than there are.
        let equal = EmbeddingMatrix(rows: 3, dimension: 1, values: [1, 1, 1])
        #expect(NearestRows(amongThemselves: equal).rows == [1, 2, 0, 2, 0, 1])
        #expect(NearestRows(of: equal, among: equal).depth == 3)
    }

    @Test("average precision of several labels, as CLIP_benchmark has it")
    func multiLabel() throws {
        let golden = try EvaluationGolden()
        let labels = try golden.file.bytes("labels")
        let count = golden.names.count
        let targets = golden.given.indices.map { row in
            (0..<count).filter { labels[row * count + $0] != 0 }
        }
        let result = MultiLabelResult(
            golden.images, by: golden.classifier, targets: targets, names: golden.names,
            bootstrap: golden.bootstrap)
        let expected = try golden.doubles("average_precision")
        #expect(distance(result.classes.map(\.averagePrecision), expected) <= 1e-12)
        #expect(result.classes[count - 1].support == 0)
        let mean = expected.reduce(0, +) / Double(count)
        #expect(abs(result.meanAveragePrecision.value - mean) <= 1e-12)
        #expect(abs(result.meanOverPresent.value - mean * Double(count) / Double(count - 1)) <= 1e-12)
        let interval = try #require(result.meanAveragePrecision.interval)
        #expect(interval.lowerBound < interval.upperBound)
    }

    @Test("held-out classes are told by probability, cosine and margin")
    func unknown() throws {
        let golden = try EvaluationGolden()
        let heldOut = Set(golden.classifier.vectors.rows - 3..<golden.classifier.vectors.rows)
        let found = try Evaluator(seed: 3, resamples: 100).classify(
            try features(golden), by: golden.classifier, heldOut: heldOut)
        let unknown = try #require(found.unknown)
        #expect(unknown.known + unknown.unknown == golden.given.count)
        #expect(found.result.classes.count == 5)
        let areas = [unknown.probability, unknown.product, unknown.margin]
        #expect(distance(areas.map(\.value), try golden.doubles("auroc")) <= 1e-9)
        for area in areas { #expect(area.interval?.contains(area.value) == true) }
    }

    @Test("equal scores count half in the area under the curve")
    func tiedScores() {
        let area = ROCArea(positives: 2, scores: [1, 2, 1, 0])
        let all: [Int32] = [0, 1, 2, 3]
        let found: Double = all.withUnsafeBufferPointer { area.area($0) }
        let expected = 3.5 / 4
        #expect(found == expected)
    }

    private func features(_ golden: EvaluationGolden) throws -> LabelledEmbeddings {
        labelled(golden.images, golden.given, classes: golden.names)
    }
}
