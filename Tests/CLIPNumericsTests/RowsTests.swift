import CLIPTestSupport
import Testing

@testable import CLIPNumerics

@Suite("Row by row")
struct RowsTests {
    @Test("layer norm equals the definition", arguments: availableSets)
    func layerNorm(set: InstructionSet) {
        let compute = Compute(threads: 2, instructionSet: set)
        var random = SeededGenerator(seed: 20)
        for (rows, width) in [(1, 1), (3, 17), (70, 64), (5, 768), (2, 1030)] {
            let x = random.floats(rows * width, in: -5...9)
            let (gain, offset) = (random.floats(width), random.floats(width))
            let arena = Arena()
            let result = compute.layerNorm(
                tensor(x, rows, width, arena), NormParameters(gain: gain, offset: offset, epsilon: 1e-5),
                on: arena)
            let expected = Reference.layerNorm(x, width: width, gain: gain, offset: offset, epsilon: 1e-5)
            #expect(largestDifference(result.floats, expected) < 5e-6, "\(set) [\(rows), \(width)]")
        }
    }

    @Test("average pooling equals the definition and drops the rest", arguments: availableSets)
    func averagePool(set: InstructionSet) {
        let compute = Compute(threads: 2, instructionSet: set)
        var random = SeededGenerator(seed: 21)
        let (height, width, channels) = (7, 5, 19)
        let x = random.floats(2 * height * width * channels)
        let arena = Arena()
        let input = Tensor(Shape(batch: 2, height: height, width: width, channels: channels), on: arena) {
            _ = $0.update(fromContentsOf: x)
        }
        let result = compute.averagePool(input, window: 2, on: arena)
        #expect(result.shape == Shape(batch: 2, height: 3, width: 2, channels: channels))
        for (b, y, x0, c) in [(0, 0, 0, 0), (1, 2, 1, 18), (1, 1, 0, 7), (0, 2, 1, 16)] {
            var sum: Float = 0
            for (dy, dx) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                sum += x[((b * height + 2 * y + dy) * width + 2 * x0 + dx) * channels + c]
            }
            #expect(result.floats[((b * 3 + y) * 2 + x0) * channels + c] == sum / 4)
        }
    }

    @Test("the mean of rows leaves the first ones out")
    func meanRow() {
        let compute = Compute(threads: 2)
        let arena = Arena()
        let (batch, tokens, width) = (3, 7, 5)
        var random = SeededGenerator(seed: 29)
        let values = random.floats(batch * tokens * width)
        let x = Tensor(Shape(batch: batch, tokens: tokens, channels: width), on: arena) { target in
            for (index, value) in values.enumerated() { target[index] = value }
        }
        for skipped in [0, 1, 6] {
            let result = compute.meanRow(x, skipping: skipped, on: arena)
            #expect(result.shape == Shape(batch: batch, tokens: 1, channels: width))
            for row in 0..<batch {
                for column in 0..<width {
                    let counted = (skipped..<tokens).map { values[(row * tokens + $0) * width + column] }
                    let mean = counted.reduce(0) { $0 + Double($1) } / Double(counted.count)
                    #expect(abs(Double(result.floats[row * width + column]) - mean) < 1e-6)
                }
            }
        }
    }

    @Test("rows get length 1, rows of zeros stay", arguments: availableSets)
    func normalise(set: InstructionSet) {
        let compute = Compute(threads: 1, instructionSet: set)
        var random = SeededGenerator(seed: 22)
        var values = random.floats(3 * 37) + [Float](repeating: 0, count: 37)
        compute.normalise(&values, columns: 37)
        for row in 0..<3 {
            let norm = values[row * 37..<(row + 1) * 37].reduce(0.0) { $0 + Double($1) * Double($1) }
                .squareRoot()
            #expect(abs(norm - 1) < 1e-6)
        }
        #expect(values[111...].allSatisfy { $0 == 0 })
    }

    @Test("activations over their whole range", arguments: availableSets)
    func activations(set: InstructionSet) {
        let compute = Compute(threads: 1, instructionSet: set)
        let points = stride(from: Float(-12), through: 12, by: 0.001).map { $0 }
        // Near zero the result is as small as x, so an absolute bound in units of max(1, |x|) is meant.
        let functions: [(Activation, (Double) -> Double)] = [
            (.quickGELU, Reference.quickGELU), (.gelu, Reference.gelu), (.tanhGELU, Reference.tanhGELU),
        ]
        for (activation, function) in functions {
            var values = points
            compute.activate(&values, activation)
            for (x, y) in zip(points, values) {
                #expect(
                    abs(Double(y) - function(Double(x))) <= 4e-7 * Double(max(1, abs(x))),
                    "\(set) \(activation)(\(x))")
            }
        }
        var extremes: [Float] = [.infinity, -.infinity, 1e30, -1e30, 0]
        compute.activate(&extremes, .relu)
        #expect(extremes == [.infinity, 0, 1e30, 0, 0])
    }
}
