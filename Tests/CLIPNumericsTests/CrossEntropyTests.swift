import CLIPTestSupport
import Testing

@testable import CLIPNumerics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("Cross-entropy")
struct CrossEntropyTests {
    @Test("equals the definition, also where it is next to nothing", arguments: availableSets)
    func definition(set: InstructionSet) {
        var random = SeededGenerator(seed: 51)
        for (classes, spread) in [(1, Float(1)), (2, 40), (3, 1), (10, 100), (37, 10), (300, 5)] {
            let columns = 128
            let stride = columns + 16
            var logits = random.floats(classes * stride, in: -spread...spread)
            let bias = random.floats(classes)
            var labels = (0..<columns).map { _ in Int32.random(in: 0..<Int32(classes), using: &random) }
            labels[columns - 1] = -1
            let start = logits
            var losses = [Double](repeating: .nan, count: columns)
            logits.withUnsafeMutableBufferPointer { buffer in
                Compute(threads: 2, instructionSet: set).crossEntropy(
                    MatrixTarget(buffer.baseAddress!, rows: classes, columns: columns, stride: stride),
                    bias: bias, labels: labels, losses: &losses)
            }
            #expect(losses[columns - 1] == 0)
            for column in 0..<columns - 1 {
                let label = Int(labels[column])
                // As float32 has the logits: their rounding is not the step's.
                // But that of their distance is, and an exponential's relative error is its exponent's error.
                let z = (0..<classes).map { Double(start[$0 * stride + column] + bias[$0]) }
                let others = (0..<classes).filter { $0 != label }.reduce(0.0) { $0 + exp(z[$1] - z[label]) }
                let loss = log1p(others)
                let bound = 1e-6 + 0x1p-24 * 2 * (z.max()! - z.min()!)
                #expect(abs(losses[column] - loss) <= bound * loss, "\(set) \(classes) classes")
                for row in 0..<classes {
                    // Below e^-86 of the largest, exponentials are that.
                    let exact = row == label ? -others / (1 + others) : exp(z[row] - z[label]) / (1 + others)
                    let found = Double(logits[row * stride + column])
                    #expect(abs(found - exact) <= bound * abs(exact) + 1e-37, "\(set) \(classes) classes")
                }
            }
        }
    }

    @Test("has the same bits on any number of threads")
    func bits() {
        var random = SeededGenerator(seed: 52)
        let (classes, columns) = (20, 64 * 37)
        let start = random.floats(classes * columns, in: -9...9)
        let labels = (0..<columns).map { _ in Int32.random(in: 0..<20, using: &random) }
        let results = [1, 2, 5].map { threads in
            var (logits, losses) = (start, [Double](repeating: 0, count: columns))
            logits.withUnsafeMutableBufferPointer { buffer in
                Compute(threads: threads).crossEntropy(
                    MatrixTarget(buffer.baseAddress!, rows: classes, columns: columns),
                    bias: [Float](repeating: 0, count: classes), labels: labels, losses: &losses)
            }
            return (logits, losses)
        }
        #expect(results.allSatisfy { $0 == results[0] })
    }
}
