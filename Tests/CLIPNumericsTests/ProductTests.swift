import CLIPTestSupport
import Testing

@testable import CLIPNumerics

let availableSets = InstructionSet.allCases.filter(\.isAvailable)

/// Rounding of a sum of `terms` products of numbers in −1...1, one accumulator. After k terms the partial
/// sum is about √k / 3, and adding to it errs by up to u = 2⁻²⁴ of that; these errors walk at random to a
/// standard deviation of u · terms / 7. The bound is seven of them.
func tolerance(terms: Int) -> Double { 6e-8 * Double(terms) + 1e-6 }

@Suite("Matrix products")
struct ProductTests {
    @Test("equal the definition, any shape", arguments: availableSets)
    func linear(set: InstructionSet) {
        let compute = Compute(threads: 2, instructionSet: set)
        var random = SeededGenerator(seed: 7)
        let shapes = [
            (1, 1, 1), (1, 64, 3), (2, 65, 16), (5, 7, 771), (6, 128, 768), (13, 100, 1537), (201, 33, 83),
            (7, 3, 50_000),
        ]
        for (rows, outputs, inputs) in shapes {
            let x = random.floats(rows * inputs)
            let weights = random.floats(outputs * inputs)
            let bias = random.floats(outputs)
            let residual = random.floats(rows * outputs)
            let arena = Arena()
            let matrix = PackedMatrix.packing(
                weights, bias: bias, outputs: outputs, inputs: inputs, compute: compute)
            let result = compute.linear(
                tensor(x, rows, inputs, arena), matrix, residual: tensor(residual, rows, outputs, arena),
                on: arena)
            let expected = zip(Reference.linear(x, weights, bias: bias, inputs: inputs), residual)
                .map { $0 + Double($1) }
            let difference = largestDifference(result.floats, expected)
            #expect(difference <= tolerance(terms: inputs), "\(set) [\(rows), \(outputs), \(inputs)]")
        }
    }

    @Test("apply the activation to the sum", arguments: availableSets)
    func activation(set: InstructionSet) {
        let compute = Compute(threads: 1, instructionSet: set)
        var random = SeededGenerator(seed: 8)
        let (x, weights) = (random.floats(9 * 20, in: -3...3), random.floats(70 * 20))
        let arena = Arena()
        let matrix = PackedMatrix.packing(weights, bias: nil, outputs: 70, inputs: 20, compute: compute)
        let sums = Reference.linear(x, weights, bias: nil, inputs: 20)
        let functions: [(Activation, (Double) -> Double)] = [
            (.quickGELU, Reference.quickGELU), (.gelu, Reference.gelu),
            (.tanhGELU, Reference.tanhGELU), (.relu, { max($0, 0) }),
            (.identity, { $0 }),
        ]
        for (activation, function) in functions {
            let result = compute.linear(tensor(x, 9, 20, arena), matrix, activation: activation, on: arena)
            #expect(largestDifference(result.floats, sums.map(function)) < 1e-5, "\(set) \(activation)")
        }
    }

    @Test("a number that is none stays none, and only in its row", arguments: availableSets)
    func notANumber(set: InstructionSet) {
        let compute = Compute(threads: 1, instructionSet: set)
        var x = [Float](repeating: 1, count: 8 * 10)
        x[3 * 10 + 4] = .nan
        let arena = Arena()
        let matrix = PackedMatrix.packing(
            [Float](repeating: 1, count: 70 * 10), bias: nil, outputs: 70, inputs: 10, compute: compute)
        for activation in [Activation.identity, .quickGELU, .gelu, .tanhGELU, .relu] {
            let result = compute.linear(tensor(x, 8, 10, arena), matrix, activation: activation, on: arena)
                .floats
            for row in 0..<8 {
                let isNaN = result[row * 70..<(row + 1) * 70].allSatisfy(\.isNaN)
                #expect(isNaN == (row == 3), "\(set) \(activation) row \(row)")
            }
        }
    }

    @Test("have the same bits in any batch and on any number of threads", arguments: availableSets)
    func bits(set: InstructionSet) {
        var random = SeededGenerator(seed: 9)
        let (outputs, inputs) = (130, 801)
        let x = random.floats(65 * inputs)
        let (weights, bias) = (random.floats(outputs * inputs), random.floats(outputs))
        let arena = Arena()
        var whole: [Float] = []
        for threads in 1...4 {
            let compute = Compute(threads: threads, instructionSet: set)
            let matrix = PackedMatrix.packing(
                weights, bias: bias, outputs: outputs, inputs: inputs, compute: compute)
            for rows in (1...65).reversed() {
                let part = Array(x[0..<rows * inputs])
                let result = compute.linear(
                    tensor(part, rows, inputs, arena), matrix, activation: .gelu, on: arena
                ).floats
                if whole.isEmpty { whole = result }
                #expect(result == Array(whole[0..<rows * outputs]), "\(set) \(rows) rows, \(threads) threads")
            }
        }
    }

    @Test("convolutions equal the definition", arguments: availableSets)
    func convolution(set: InstructionSet) {
        let compute = Compute(threads: 2, instructionSet: set)
        var random = SeededGenerator(seed: 10)
        // (batch, side, channels, outputs, kernel, stride, padding)
        let cases = [
            (2, 9, 3, 5, 3, 2, 1), (1, 8, 16, 70, 3, 1, 1), (3, 7, 5, 8, 1, 1, 0), (2, 12, 3, 33, 4, 4, 0),
            (1, 11, 2, 3, 5, 5, 0), (1, 1, 4, 4, 3, 1, 1), (1, 15, 3, 6, 7, 7, 0), (2, 33, 3, 65, 16, 16, 0),
            (1, 70, 1, 2, 70, 70, 0), (1, 12, 1, 3, 9, 1, 4), (1, 6, 800, 3, 3, 1, 1),
        ]
        for (batch, side, channels, outputs, kernel, stride, padding) in cases {
            let x = random.floats(batch * side * side * channels)
            let weights = random.floats(outputs * kernel * kernel * channels)
            let filter = PackedConvolution(
                weights, bias: nil, outputs: outputs, channels: channels, kernel: kernel, stride: stride,
                padding: padding, compute: compute)
            let arena = Arena()
            let input = Tensor(Shape(batch: batch, height: side, width: side, channels: channels), on: arena)
            {
                _ = $0.update(fromContentsOf: x)
            }
            let expected = Reference.convolution(
                x, batch: batch, height: side, width: side, channels: channels, weights, outputs: outputs,
                kernel: kernel, stride: stride, padding: padding)
            let result = compute.convolution(input, filter, on: arena)
            #expect(
                largestDifference(result.floats, expected) <= tolerance(terms: kernel * kernel * channels),
                "\(set) side \(side) kernel \(kernel) stride \(stride)")
        }
    }
}

func tensor(_ values: [Float], _ rows: Int, _ columns: Int, _ arena: Arena) -> Tensor {
    Tensor(Shape(batch: 1, tokens: rows, channels: columns), on: arena) {
        _ = $0.update(fromContentsOf: values)
    }
}
