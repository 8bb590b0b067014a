import CLIPTestSupport
import Testing

@testable import CLIPNumerics

@Suite("Products of unpacked matrices")
struct UnpackedProductTests {
    /// A matrix in memory with gaps between its rows, stored one way or the other.
    private struct Stored {
        let rows: Int, columns: Int, isTransposed: Bool
        let stride: Int
        var values: [Float]

        init(_ rows: Int, _ columns: Int, transposed: Bool, gap: Int, _ random: inout SeededGenerator) {
            (self.rows, self.columns, isTransposed) = (rows, columns, transposed)
            stride = (transposed ? rows : columns) + gap
            values = random.floats(max(1, stride * (transposed ? columns : rows)))
        }

        subscript(row: Int, column: Int) -> Float {
            isTransposed ? values[column * stride + row] : values[row * stride + column]
        }

        func view<R>(_ body: (MatrixView) -> R) -> R {
            values.withUnsafeBufferPointer { buffer in
                let view = MatrixView(
                    buffer.baseAddress!, rows: isTransposed ? columns : rows,
                    columns: isTransposed ? rows : columns, stride: stride)
                return body(isTransposed ? view.transposed : view)
            }
        }
    }

    private static let shapes = [
        (1, 1, 1), (3, 5, 2), (1, 64, 7), (65, 1, 33), (7, 66, 768), (13, 100, 769), (67, 3, 2001),
        (200, 130, 70),
    ]

    private func product(
        _ a: Stored, _ b: Stored, to start: [Float], gap: Int, adding: Bool, _ compute: Compute,
        _ memory: ProductMemory
    ) -> [Float] {
        var c = start
        c.withUnsafeMutableBufferPointer { buffer in
            let target = MatrixTarget(
                buffer.baseAddress!, rows: a.rows, columns: b.columns, stride: b.columns + gap)
            a.view { a in b.view { b in compute.multiply(a, b, into: target, adding: adding, in: memory) } }
        }
        return c
    }

    /// A number of the product, and how far rounding can take it from there: u = 2⁻²⁴ of each product, of each
    /// partial sum of a run of 768, and of each sum of runs (and a thousandth more for what is of second order).
    private func exact(
        _ a: Stored, _ b: Stored, _ i: Int, _ j: Int, adding start: Float?
    ) -> (sum: Double, bound: Double) {
        var (total, run, rounded) = (Double(start ?? 0), 0.0, 0.0)
        for l in 0..<a.columns {
            let term = Double(a[i, l]) * Double(b[l, j])
            run += term
            rounded += abs(run) + abs(term)
            if (l + 1) % 768 == 0 || l + 1 == a.columns {
                total += run
                rounded += abs(total)
                run = 0
            }
        }
        return (total, rounded * 1.001 * 0x1p-24 + 1e-30)
    }

    @Test("equal the definition, any shape, any layout", arguments: availableSets)
    func definition(set: InstructionSet) {
        let compute = Compute(threads: 2, instructionSet: set)
        var random = SeededGenerator(seed: 41)
        let memory = ProductMemory()
        for (index, (m, n, k)) in Self.shapes.enumerated() {
            for layout in 0..<8 {
                let (gapA, gapB, gapC) = (index % 3, layout % 3, (index + layout) % 2)
                let a = Stored(m, k, transposed: layout & 1 > 0, gap: gapA, &random)
                let b = Stored(k, n, transposed: layout & 2 > 0, gap: gapB, &random)
                let adding = layout & 4 > 0
                let start = random.floats(m * (n + gapC))
                let result = product(a, b, to: start, gap: gapC, adding: adding, compute, memory)
                for i in 0..<m {
                    for j in 0..<n {
                        let place = i * (n + gapC) + j
                        let (sum, bound) = exact(a, b, i, j, adding: adding ? start[place] : nil)
                        #expect(
                            abs(Double(result[place]) - sum) <= bound,
                            "\(set) \(m) × \(k) × \(n), layout \(layout), at \(i), \(j)")
                    }
                    for j in n..<n + gapC {
                        #expect(result[i * (n + gapC) + j] == start[i * (n + gapC) + j], "between rows")
                    }
                }
            }
        }
    }

    @Test("have the same bits on any number of threads and beside any rows", arguments: availableSets)
    func bits(set: InstructionSet) {
        var random = SeededGenerator(seed: 42)
        let (m, n, k) = (131, 70, 1601)
        for transposed in [false, true] {
            let a = Stored(m, k, transposed: transposed, gap: 0, &random)
            let b = Stored(k, n, transposed: transposed, gap: 0, &random)
            let start = [Float](repeating: 0, count: m * n)
            let results = [1, 2, 3, 8].map { threads in
                product(
                    a, b, to: start, gap: 0, adding: false, Compute(threads: threads, instructionSet: set),
                    ProductMemory())
            }
            #expect(results.allSatisfy { $0 == results[0] }, "\(set)")
            guard !transposed else { continue }
            var part = Stored(5, k, transposed: false, gap: 0, &random)
            part.values = Array(a.values[(40 * k)..<(45 * k)])
            let few = product(
                part, b, to: Array(start[..<(5 * n)]), gap: 0, adding: false,
                Compute(threads: 2, instructionSet: set), ProductMemory())
            #expect(few == Array(results[0][(40 * n)..<(45 * n)]), "\(set)")
        }
    }

    @Test("of nothing are zeros, or leave what is there")
    func empty() {
        var random = SeededGenerator(seed: 43)
        let compute = Compute(threads: 1)
        let a = Stored(3, 0, transposed: false, gap: 0, &random)
        let b = Stored(0, 2, transposed: false, gap: 0, &random)
        let start = random.floats(6)
        #expect(
            product(a, b, to: start, gap: 0, adding: false, compute, ProductMemory())
                == [Float](repeating: 0, count: 6))
        #expect(product(a, b, to: start, gap: 0, adding: true, compute, ProductMemory()) == start)
    }

    @Test("copies exchange rows and columns", arguments: availableSets)
    func copy(set: InstructionSet) {
        var random = SeededGenerator(seed: 44)
        for (rows, columns) in [(1, 1), (1, 200), (200, 1), (65, 67), (130, 64), (63, 129)] {
            for transposed in [false, true] {
                let source = Stored(rows, columns, transposed: transposed, gap: 3, &random)
                var target = [Float](repeating: -7, count: rows * (columns + 2))
                target.withUnsafeMutableBufferPointer { buffer in
                    let target = MatrixTarget(
                        buffer.baseAddress!, rows: rows, columns: columns, stride: columns + 2)
                    source.view { Compute(threads: 2, instructionSet: set).copy($0, into: target) }
                }
                for i in 0..<rows {
                    for j in 0..<columns + 2 {
                        #expect(target[i * (columns + 2) + j] == (j < columns ? source[i, j] : -7))
                    }
                }
            }
        }
    }
}
