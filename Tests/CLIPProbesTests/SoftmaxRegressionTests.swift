import CLIP
import CLIPNumerics
import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIPProbes

@Suite("Logistic regression")
struct SoftmaxRegressionTests {
    private struct Reference {
        let examples: LabelledFeatures
        let lambdas: [(value: Double, objective: Double, weights: [Double], bias: [Double])]

        init(_ name: String, classes: Int) throws {
            let golden = try Golden(named: "probes/logistic")
            let shape = try golden.shape("\(name).x")
            examples = try LabelledFeatures(
                EmbeddingMatrix(rows: shape[0], dimension: shape[1], values: golden.floats("\(name).x")),
                labels: golden.integers("\(name).y"), classes: classes)
            func doubles(_ tensor: String) throws -> [Double] {
                try golden.tensor(tensor).withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
            }
            lambdas = try [0.01, 1, 30].enumerated().map { index, lambda in
                (
                    lambda, try doubles("\(name).\(index).objective")[0],
                    try doubles("\(name).\(index).weights"), try doubles("\(name).\(index).bias")
                )
            }
        }
    }

    @Test("ends where scikit-learn ends")
    func threeClasses() throws {
        let reference = try Reference("three", classes: 3)
        let regression = SoftmaxRegression(reference.examples, compute: Compute(threads: 2))
        var last: SoftmaxRegression.Fit?
        for (lambda, objective, weights, bias) in reference.lambdas.reversed() {
            let fit = regression.fit(lambda: lambda, from: last)
            last = fit
            #expect(fit.isConverged)
            #expect(abs(fit.objective - objective) <= 1e-7 * objective, "λ \(lambda)")
            // Offsets are only known up to a number that all share.
            let shift = zip(fit.weights.bias, bias).reduce(0) { $0 + Double($1.0) - $1.1 } / 3
            #expect(zip(fit.weights.weights, weights).allSatisfy { abs(Double($0) - $1) < 3e-3 })
            #expect(zip(fit.weights.bias, bias).allSatisfy { abs(Double($0) - shift - $1) < 6e-3 })
        }
    }

    @Test("with two classes is scikit-learn's one vector")
    func twoClasses() throws {
        let reference = try Reference("two", classes: 2)
        for (lambda, objective, weights, bias) in reference.lambdas {
            let task = ProbeTask(training: reference.examples, compute: Compute(threads: 1))
            let head = try #require(try LogisticMethod(lambda: lambda).fit(task).head as? LinearHead)
            let (first, second) = (Array(head.weights[0]), Array(head.weights[1]))
            #expect(zip(zip(second, first), weights).allSatisfy { abs(Double($0.0 - $0.1) - $1) < 3e-3 })
            #expect(abs(Double(head.bias[1] - head.bias[0]) - bias[0]) < 6e-3)
            let found = WarmFits(PresentClasses(reference.examples), task).fit(lambda).objective
            #expect(abs(found - objective) <= 1e-7 * objective)
        }
    }

    @Test("the axes of the features change the way, not the end")
    func axes() throws {
        // Enough rows and classes that axes pay: N C > D² / 8.
        let data = try MadeUp(classes: 5, dimension: 16, perClass: 40)
        let plain = PrincipalAxes(
            data.training.features, classes: 0, isCentred: true, compute: Compute(threads: 1))
        let turned = PrincipalAxes(
            data.training.features, classes: 5, isCentred: true, compute: Compute(threads: 1))
        #expect(plain.features != turned.features)
        let weights = (0..<32).map { Float($0) }
        let back = turned.turnedBack(turned.turned(weights, compute: .shared), compute: .shared)
        #expect(zip(back, weights).allSatisfy { abs($0 - $1) < 1e-4 })
        // Along its own axes features vary by themselves.
        for first in 0..<16 {
            for second in 0..<first {
                let sum = (0..<200).reduce(0.0) {
                    $0 + Double(turned.features[$1 * 16 + first]) * Double(turned.features[$1 * 16 + second])
                }
                #expect(abs(sum / 200) < 1e-3)
            }
        }
    }

    @Test("has the same bits on any number of threads")
    func bits() throws {
        let data = try MadeUp(classes: 7, dimension: 30, perClass: 60)
        let heads = try [1, 2, 5].map { threads in
            try #require(
                try LogisticMethod().fit(
                    ProbeTask(
                        training: data.training, validation: data.validation,
                        compute: Compute(threads: threads))
                ).head as? LinearHead)
        }
        #expect(heads.allSatisfy { $0 == heads[0] })
    }

    @Test(
        "a fit begins at the nearest λ, of two equally near ones at the stronger, in whatever order they come"
    )
    func beginning() {
        for others in [[1.0, 100, 1e6], [1e6, 100, 1], [100, 1, 1e6]] {
            #expect(WarmFits.nearest(to: 10, among: others) == 100)
            #expect(WarmFits.nearest(to: 2, among: others) == 1)
        }
        #expect(WarmFits.nearest(to: 1, among: []) == nil)
    }

    @Test("sweeps coarse to fine as the paper does")
    func sweep() {
        var asked: [Double] = []
        let best = LambdaSweep.best { lambda in
            asked.append(lambda)
            // Best at 10^0.6, which the search can only come near to.
            return Judgement(accuracy: 1 - abs(log10(lambda) - 0.6) / 100, loss: 0)
        }
        #expect(asked.count == 7 + 2 * 4 && abs(log10(best) - 0.625) < 1e-12)
        // Of equally accurate ones that with the least loss, and nothing beyond the range.
        var most = 0.0
        let flat = LambdaSweep.best { lambda in
            most = max(most, lambda)
            return Judgement(accuracy: 1, loss: abs(log10(lambda) + 2))
        }
        #expect(flat == 0.01 && most == 1e6)
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
