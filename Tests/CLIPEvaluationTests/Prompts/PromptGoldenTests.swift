import CLIP
import CLIPData
import CLIPEvaluation
import CLIPTestSupport
import Foundation
import Testing

/// `Tests/Goldens/prompts`: what NumPy and SciPy make of the same vectors.
@Suite("Prompts against NumPy")
struct PromptGoldenTests {
    private struct Case: Decodable {
        struct NamedSet: Decodable {
            let name: String
            let templates: [String]
        }
        struct Compared: Decodable {
            let name: String
            let predicted: [Int]
            let accuracy, recall, change: [Double]
            let gained, lost: Int
            let p: Double
            let singles: [Int]
            let p_holm: Double?
        }
        struct Step: Decodable {
            let template, right, held_out_right: Int
            let log_likelihood, held_out_log_likelihood: Double
        }
        struct Unlabelled: Decodable {
            let scores, deviations: [Double]
        }
        let names: [[String]]
        let templates: [String]
        let scale: Float
        let resamples: Int
        let images: [[Float]]
        let given: [Int]
        let vectors: [String: [Float]]
        let sets: [NamedSet]
        let comparison: [Compared]
        let shots: [Int]
        let search: [Step]
        let unlabelled: Unlabelled
    }

    private let golden: Case
    private let features: LabelledEmbeddings
    private let naming: ClassNaming

    init() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(Golden.folder)/prompts/case.json"))
        golden = try JSONDecoder().decode(Case.self, from: data)
        let classes = golden.names.map { DatasetClass($0[0], called: $0) }
        naming = .usual(classes)
        features = LabelledEmbeddings(
            embeddings: Self.matrix(golden.images), targets: golden.given.map { [$0] },
            captions: golden.given.map { _ in [] }, ids: golden.given.indices.map(String.init),
            digests: golden.given.map { _ in [] }, classes: classes)
    }

    private static func matrix(_ rows: [[Float]]) -> EmbeddingMatrix {
        EmbeddingMatrix(rows: rows.count, dimension: rows.first?.count ?? 0, values: Array(rows.joined()))
    }

    private func set(_ name: String, _ templates: [String]) throws -> PromptSet {
        try PromptSet(name: name, templates: templates.map { try PromptTemplate($0) }, naming: naming)
    }

    private func encode(_ texts: [String]) throws -> EmbeddingMatrix {
        Self.matrix(try texts.map { try #require(golden.vectors[$0], "asked for \"\($0)\"") })
    }

    @Test("every number of a comparison")
    func comparison() async throws {
        let comparison = try await PromptComparison(
            features, sets: try golden.sets.map { try set($0.name, $0.templates) },
            bootstrap: Bootstrap(seed: 0, resamples: golden.resamples)
        ) { try encode($0) }
        for (own, expected) in zip(comparison.sets, golden.comparison) {
            #expect(own.name == expected.name && own.predicted == expected.predicted)
            #expect(
                Self.isClose(own.accuracy, expected.accuracy)
                    && Self.isClose(own.meanPerClassRecall, expected.recall))
            #expect(own.singles.map(\.right) == expected.singles)
            #expect(own.classes.reduce(0) { $0 + $1.gained } == expected.gained)
            #expect(own.classes.reduce(0) { $0 + $1.lost } == expected.lost)
            guard let difference = own.difference else {
                #expect(expected.p_holm == nil)
                continue
            }
            #expect(Self.isClose(difference.accuracy, expected.change))
            #expect(
                difference.test.onlySecond == expected.gained && difference.test.onlyFirst == expected.lost)
            #expect(abs(difference.test.p - expected.p) < 1e-12)
            #expect(abs(difference.adjustedP - (try #require(expected.p_holm))) < 1e-12)
        }
        #expect(comparison.sets.count == golden.comparison.count)
    }

    @Test("the templates found by a search, and each step's score")
    func search() async throws {
        let search = try await PromptSearch(
            features.selecting(golden.shots), pool: try golden.templates.map { try PromptTemplate($0) },
            naming: naming, scale: golden.scale, known: []
        ) { try encode($0) }
        #expect(search.templates.map(\.text) == golden.search.map { golden.templates[$0.template] })
        #expect(search.steps.map(\.right) == golden.search.map(\.right))
        #expect(search.steps.map(\.heldOutRight) == golden.search.map(\.held_out_right))
        for (own, expected) in zip(search.steps, golden.search) {
            // Products of f32 times the scale of 12.5.
            #expect(abs(own.logLikelihood - expected.log_likelihood) < 1e-5)
            #expect(abs(own.heldOutLogLikelihood - expected.held_out_log_likelihood) < 1e-5)
        }
    }

    @Test("scores without labels")
    func unlabelled() async throws {
        let search = try await UnlabelledSearch(
            features.embeddings, pool: try set("pool", golden.templates), scale: golden.scale
        ) { try encode($0) }
        for candidate in search.candidates {
            let place = try #require(golden.templates.firstIndex(of: candidate.template.text))
            #expect(abs(candidate.score - golden.unlabelled.scores[place]) < 1e-5)
            #expect(abs(candidate.deviation - golden.unlabelled.deviations[place]) < 1e-3)
            #expect(
                candidate.isChosen
                    == (golden.unlabelled.deviations[place] >= UnlabelledSearch.leastDeviation))
        }
        #expect(search.candidates.count == golden.templates.count && !search.templates.isEmpty)
    }

    private static func isClose(_ own: Estimate, _ expected: [Double]) -> Bool {
        guard let interval = own.interval else { return false }
        let numbers = [own.value, interval.lowerBound, interval.upperBound]
        return zip(numbers, expected).allSatisfy { abs($0 - $1) < 1e-12 }
    }
}
