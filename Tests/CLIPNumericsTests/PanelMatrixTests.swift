import CLIPTestSupport
import Testing

@testable import CLIPNumerics

@Suite("Factors that many products share")
struct PanelMatrixTests {
    private func floats(_ a: [Float], _ b: [Float], _ m: Int, _ k: Int, _ n: Int, _ compute: Compute)
        -> [Float]
    {
        var c = [Float](repeating: 0, count: m * n)
        let factor = b.withUnsafeBufferPointer {
            PanelMatrix(MatrixView($0.baseAddress!, rows: k, columns: n), compute: compute)
        }
        a.withUnsafeBufferPointer { a in
            c.withUnsafeMutableBufferPointer {
                compute.multiply(
                    MatrixView(a.baseAddress!, rows: m, columns: k), factor,
                    into: MatrixTarget($0.baseAddress!, rows: m, columns: n))
            }
        }
        return c
    }

    private func doubles(
        _ a: [Float], _ b: [Float], _ m: Int, _ k: Int, _ n: Int, _ compute: Compute
    ) -> [Double] {
        var c = [Double](repeating: .nan, count: m * n)
        let factor = b.withUnsafeBufferPointer {
            PanelMatrix(MatrixView($0.baseAddress!, rows: n, columns: k).transposed, compute: compute)
        }
        a.withUnsafeBufferPointer { a in
            c.withUnsafeMutableBufferPointer {
                compute.multiply(MatrixView(a.baseAddress!, rows: m, columns: k), factor, into: $0)
            }
        }
        return c
    }

    @Test("give what unpacked ones give", arguments: availableSets)
    func sameAsUnpacked(set: InstructionSet) {
        var random = SeededGenerator(seed: 61)
        let compute = Compute(threads: 2, instructionSet: set)
        for (m, k, n) in [(1, 1, 1), (7, 769, 65), (100, 1600, 130)] {
            let (a, b) = (random.floats(m * k), random.floats(k * n))
            var expected = [Float](repeating: 0, count: m * n)
            a.withUnsafeBufferPointer { a in
                b.withUnsafeBufferPointer { b in
                    expected.withUnsafeMutableBufferPointer {
                        compute.multiply(
                            MatrixView(a.baseAddress!, rows: m, columns: k),
                            MatrixView(b.baseAddress!, rows: k, columns: n),
                            into: MatrixTarget($0.baseAddress!, rows: m, columns: n), in: ProductMemory())
                    }
                }
            }
            #expect(floats(a, b, m, k, n, compute) == expected, "\(set) \(m) × \(k) × \(n)")
        }
    }

    @Test("long sums in float64 err no more than their first 768 terms", arguments: availableSets)
    func longSums(set: InstructionSet) {
        var random = SeededGenerator(seed: 62)
        for (m, k, n) in [(1, 1, 1), (3, 100_000, 2), (200, 1000, 70), (11, 3000, 129)] {
            // Of one sign, where errors add up the worst.
            let a = random.floats(m * k, in: 0...1)
            let b = random.floats(k * n, in: 0...1)
            let results = [1, 3].map {
                doubles(a, b, m, k, n, Compute(threads: $0, instructionSet: set))
            }
            #expect(results[0] == results[1], "\(set)")
            for i in 0..<m {
                for j in 0..<n {
                    let sum = (0..<k).reduce(0.0) { $0 + Double(a[i * k + $1]) * Double(b[j * k + $1]) }
                    // Seven standard deviations of 768 roundings of up to u times a sum that grows evenly.
                    let bound = sum * 0x1p-24 * 7 * Double(min(k, 768)).squareRoot()
                    #expect(abs(results[0][i * n + j] - sum) <= bound, "\(set) \(m) × \(k) × \(n)")
                }
            }
        }
    }
}
