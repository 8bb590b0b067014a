import CLIP
import CLIPCorruptions
import CLIPData
import CLIPImages
import CLIPWeights
import Testing

@testable import CLIPEvaluation

@Suite("Robustness")
struct RobustnessTests {
    private let clean = [true, true, true, true, false, false, true, true, true, false]

    private func answers(_ corruption: Corruption, _ level: Int, _ right: Int) throws -> CorruptedAnswers {
        CorruptedAnswers(corruption, try Severity(level), right: clean.indices.map { $0 < right })
    }

    private func result() throws -> RobustnessResult {
        RobustnessResult(
            clean: clean,
            corrupted: [
                try answers(.fog, 5, 1), try answers(.fog, 1, 5), try answers(.snow, 1, 6),
                try answers(.snow, 5, 2), try answers(.edges, 1, 0),
            ], seed: 3, bootstrap: Bootstrap(resamples: 200))
    }

    @Test("accuracies, means and parts of the clean accuracy")
    func numbers() throws {
        let result = try result()
        #expect(result.count == 10 && result.seed == 3 && result.severities == [1, 5])
        #expect(result.clean.value == 0.7)
        #expect(result.rows.map(\.name) == ["snow", "fog", "edges"])
        let fog = try #require(result.rows.first { $0.name == "fog" })
        #expect(fog.group == "weather")
        #expect(fog.cells.map(\.severity) == [1, 5])
        #expect(fog.cells.map(\.right) == [5, 1])
        #expect(fog.cells[0].accuracy == Estimate(part: 5, of: 10))
        #expect(abs((fog.cells[0].relative ?? 0) - 0.5 / 0.7) < 1e-12)
        #expect(abs(fog.mean.value - 0.3) < 1e-12)
        #expect(abs((fog.relative?.value ?? 0) - 0.3 / 0.7) < 1e-12)
        let interval = try #require(fog.mean.interval)
        #expect(interval.contains(0.3) && interval.lowerBound > 0 && interval.upperBound < 0.7)
    }

    @Test("groups are means over their corruptions; ours are not among the published")
    func groups() throws {
        let groups = try result().groups
        #expect(groups.map(\.name) == ["weather", "common"])
        #expect(groups.allSatisfy { abs($0.mean.value - (0.3 + 0.4) / 2) < 1e-12 && $0.cells.isEmpty })
    }

    @Test("nothing is relative to no right answer")
    func noRight() throws {
        let none = [Bool](repeating: false, count: 4)
        let result = RobustnessResult(
            clean: none, corrupted: [CorruptedAnswers(.fog, try Severity(1), right: none)], seed: 0,
            bootstrap: Bootstrap(resamples: 50))
        #expect(result.rows[0].relative == nil && result.rows[0].cells[0].relative == nil)
        #expect(result.rows[0].mean.value == 0)
    }

    @Test("trials: every severity, but one of what has one strength")
    func trials() throws {
        let study = RobustnessStudy([.fog, .edges], at: try Severity.selection("2,4"))
        #expect(
            study.trials.map { "\($0.corruption.rawValue) \($0.severity)" } == ["fog 2", "fog 4", "edges 2"])
    }

    @Test("an alteration's name tells corruption, severity and seed, as far as they matter")
    func identities() throws {
        func identity(_ corruption: Corruption, _ level: Int, _ seed: UInt64) throws -> String {
            PictureAlteration(corruption, at: try Severity(level), seed: seed).identity
        }
        let names = [
            try identity(.fog, 1, 0), try identity(.fog, 2, 0), try identity(.fog, 1, 1),
            try identity(.snow, 1, 0), try identity(.contrast, 1, 0), try identity(.edges, 1, 0),
        ]
        #expect(Set(names).count == names.count)
        #expect(try identity(.contrast, 1, 9) == identity(.contrast, 1, 0))
        #expect(try identity(.edges, 5, 9) == identity(.edges, 1, 0))
    }

    @Test("pictures of one name are told apart by their content; what has changed is an error")
    func namesakes() throws {
        func pictures(_ ids: [String], _ digests: [[UInt8]], _ labels: [Int]) -> LabelledEmbeddings {
            LabelledEmbeddings(
                embeddings: EmbeddingMatrix(
                    rows: ids.count, dimension: 1, values: digests.map { Float($0[0]) }),
                targets: labels.map { [$0] }, captions: ids.map { _ in [] }, ids: ids, digests: digests,
                classes: [DatasetClass("a"), DatasetClass("b")])
        }
        let clean = pictures(["x", "y", "x"], [[1], [2], [3]], [0, 1, 1])
        let found = pictures(["x", "z", "y", "x"], [[1], [9], [2], [3]], [0, 0, 1, 1])
        let rows = try RobustnessStudy.rows(
            of: clean, in: EncodedDataset(features: found, unreadable: [], encoded: 4))
        #expect(rows.embeddings.values == [1, 2, 3] && rows.targets == clean.targets)
        let changed = pictures(["x", "y", "x"], [[1], [2], [4]], [0, 1, 1])
        let error = #expect(throws: EvaluationError.self) {
            try RobustnessStudy.rows(
                of: clean, in: EncodedDataset(features: changed, unreadable: [], encoded: 3))
        }
        #expect(
            error?.message.contains("x could be read before and cannot be any more: it is gone, or has")
                == true)
    }

    @Test("a picture's noise depends on its content alone")
    func content() throws {
        let image = try RGBImage(
            width: 16, height: 16, pixels: [UInt8](repeating: 90, count: 16 * 16 * 3))
        let alteration = PictureAlteration(.gaussianNoise, at: try Severity(3), seed: 0)
        func digest(_ byte: UInt8) -> ContentDigest { [byte].withUnsafeBytes { ContentDigest(of: $0) } }
        let first = try alteration.apply(image, digest(1))
        #expect(try alteration.apply(image, digest(1)) == first)
        #expect(try alteration.apply(image, digest(2)) != first)
    }
}
