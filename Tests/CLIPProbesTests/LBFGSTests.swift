import Testing

@testable import CLIPProbes

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("L-BFGS")
struct LBFGSTests {
    @Test("finds the minimum of Rosenbrock's valley")
    func rosenbrock() {
        let result = LBFGS(tolerance: 1e-14).minimise(from: [-1.2, 1]) { x, gradient in
            let (a, b) = (1 - x[0], x[1] - x[0] * x[0])
            gradient = [-2 * a - 400 * x[0] * b, 200 * b]
            // A constant, so that what is left at the end is relative to something.
            return a * a + 100 * b * b + 1
        }
        #expect(result.isConverged)
        #expect(abs(result.x[0] - 1) < 1e-5 && abs(result.x[1] - 1) < 1e-5)
        #expect(result.iterations < 60)
    }

    @Test("solves a badly scaled quadratic function in its dimension's order of steps")
    func quadratic() {
        let scales = (0..<30).map { 1 + 1000 * Double($0) / 29 }
        let result = LBFGS(tolerance: 1e-14).minimise(from: [Double](repeating: 1, count: 30)) {
            x, gradient in
            for i in x.indices { gradient[i] = scales[i] * (x[i] - 3) }
            return 1 + zip(scales, x).reduce(0) { $0 + $1.0 * ($1.1 - 3) * ($1.1 - 3) / 2 }
        }
        #expect(result.isConverged && result.iterations < 100)
        #expect(result.x.allSatisfy { abs($0 - 3) < 1e-5 })
    }

    @Test("stops where it begins, and at the most iterations")
    func limits() {
        let bowl: LBFGS.Function = { x, gradient in
            gradient = x.map { 2 * $0 }
            return 1 + dot(x, x)
        }
        let there = LBFGS().minimise(from: [0, 0], bowl)
        #expect(there.isConverged && there.iterations == 0 && there.evaluations == 1)
        let short = LBFGS(mostIterations: 1).minimise(from: [5, -3]) { x, gradient in
            gradient = [4 * x[0] * x[0] * x[0], 2 * x[1]]
            return x[0] * x[0] * x[0] * x[0] + x[1] * x[1]
        }
        #expect(!short.isConverged && short.iterations == 1)
    }

    @Test("goes round a function that is not finite everywhere")
    func infinite() {
        let result = LBFGS(tolerance: 1e-14).minimise(from: [0.01]) { x, gradient in
            guard x[0] > 0 else {
                gradient = [.nan]
                return .nan
            }
            gradient = [1 - 1 / x[0]]
            return x[0] - log(x[0])
        }
        #expect(abs(result.x[0] - 1) < 1e-5)
    }
}
