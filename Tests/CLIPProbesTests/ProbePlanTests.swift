import CLIP
import CLIPNumerics
import CLIPTestSupport
import Testing

@testable import CLIPProbes

@Suite("Curves over examples")
struct ProbePlanTests {
    private func material(_ data: MadeUp) -> ProbePlan.Material {
        ProbePlan.Material(
            training: data.training, validation: data.validation, test: data.test, classes: data.names,
            text: data.text)
    }

    @Test("draw the same examples for all heads, fewer among more")
    func draws() throws {
        let data = try MadeUp()
        let plan = ProbePlan(
            methods: [NearestMeanMethod(), NeighbourMethod()], shots: [1, 4, nil], seeds: [0, 1, 2])
        let curves = try plan.run(on: material(data), compute: Compute(threads: 2))
        #expect(curves.map(\.head) == ["nearest-mean", "knn"])
        for curve in curves {
            #expect(curve.points.map(\.shots) == [1, 4, nil])
            #expect(
                curve.points.map(\.runs.count) == [3, 3, 1], "what draws nothing runs once on all examples")
            for seed in 0..<3 {
                let (one, four) = (curve.points[0].runs[seed], curve.points[1].runs[seed])
                #expect(one.training.count == 5 && four.training.count == 20)
                #expect(Set(one.training).isSubset(of: four.training))
                #expect(Set(one.training.map { data.training.labels[$0] }).count == 5)
                #expect(one.validation.count == 5 && four.validation.count == 20)
                #expect(one.training == curves[0].points[0].runs[seed].training)
            }
            #expect(curve.points[2].acc1.mean > curve.points[0].acc1.mean)
        }
        let again = try plan.run(on: material(data), compute: Compute(threads: 1))
        #expect(again.map { $0.points.map(\.acc1) } == curves.map { $0.points.map(\.acc1) })
    }

    @Test("name the class that has fewer examples than shots")
    func tooMany() throws {
        let data = try MadeUp(perClass: 3)
        let plan = ProbePlan(methods: [NearestMeanMethod()], shots: [4], seeds: [0])
        let error = #expect(throws: ProbeError.self) { try plan.run(on: material(data)) }
        #expect(error?.message.contains("\"class 0\" has 3") == true)
    }

    @Test("features that are not finite are refused with their place")
    func notFinite() {
        let features = EmbeddingMatrix(rows: 2, dimension: 2, values: [1, 2, 3, .nan])
        let error = #expect(throws: ProbeError.self) {
            try LabelledFeatures(features, labels: [0, 1], classes: 2)
        }
        #expect(error?.message.contains("example 2 of 2") == true)
    }

    @Test("scores count as they say")
    func scores() {
        // Six classes; the own class is first, third, and last.
        let logits: [Float] = [9, 1, 2, 3, 4, 5, 9, 8, 7, 1, 2, 3, 1, 2, 3, 4, 5, 0]
        let scores = ProbeScores(logits: logits, labels: [0, 2, 5], classes: 6)
        #expect(scores.acc1 == 1.0 / 3 && scores.acc5 == 2.0 / 3 && scores.count == 3)
        #expect(scores.meanPerClassRecall == 1.0 / 3)
        // Of equal numbers the first counts.
        #expect(ProbeScores(logits: [1, 1], labels: [1], classes: 2).acc1 == 0)
        #expect(ProbeScores(logits: [1, 1], labels: [0], classes: 2).acc1 == 1)
    }

    @Test("spreads are Student's")
    func spread() throws {
        let spread = ProbeSpread([0.5, 0.6, 0.7])
        #expect(abs(spread.mean - 0.6) < 1e-12 && abs(spread.deviation - 0.1) < 1e-12)
        // scipy.stats.t.interval(0.95, 2, 0.6, 0.1 / 3 ** 0.5)
        let interval = try #require(spread.interval)
        #expect(abs(interval.lowerBound - 0.351586) < 1e-6 && abs(interval.upperBound - 0.848414) < 1e-6)
        #expect(ProbeSpread([0.5]).interval == nil)
        // scipy.stats.t.ppf(0.975, 14) = 2.1447867
        let fifteen = ProbeSpread((0..<15).map { Double($0) })
        let half = try #require(fifteen.interval).upperBound - fifteen.mean
        #expect(abs(half / fifteen.deviation * 15.0.squareRoot() - 2.1447867) < 1e-4)
    }
}
