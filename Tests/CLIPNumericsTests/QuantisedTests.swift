import CLIPTestSupport
import Testing

@testable import CLIPNumerics

@Suite("int8")
struct QuantisedTests {
    @Test(
        "a row's bytes are within half a step of its numbers, its zero is one of them",
        arguments: availableSets)
    func rows(set: InstructionSet) {
        let compute = Compute(threads: 2, instructionSet: set)
        var random = SeededGenerator(seed: 45)
        let arena = Arena()
        for (rows, columns) in [(1, 4), (70, 100), (3, 768), (2, 1028)] {
            var values = random.floats(rows * columns, in: -0.2...3)
            values[0] = 0
            let bytes = compute.converted(tensor(values, rows, columns, arena), to: .int8, on: arena)
            #expect(bytes.element == .int8)
            let found = bytes.floats
            #expect(found[0] == 0)
            for row in 0..<rows {
                let range = row * columns..<(row + 1) * columns
                let step = ((values[range].max() ?? 0) - min(0, values[range].min() ?? 0)) / 255
                // Half a step for the number, and for the zero, which moves all of a row.
                #expect(range.allSatisfy { abs(found[$0] - values[$0]) <= step * 1.001 }, "\(set) row \(row)")
            }
        }
        let odd = compute.converted(tensor([0, 0, 0, 0, 5, 5, 5, 5], 2, 4, arena), to: .int8, on: arena)
        #expect(odd.floats == [0, 0, 0, 0, 5, 5, 5, 5])
    }

    @Test("products equal those of the rounded factors", arguments: availableSets)
    func products(set: InstructionSet) {
        let compute = Compute(threads: 2, instructionSet: set)
        var random = SeededGenerator(seed: 46)
        for (rows, outputs, inputs) in [
            (1, 1, 4), (1, 64, 8), (5, 7, 772), (6, 128, 768), (13, 100, 1540), (201, 33, 84), (2, 65, 5120),
        ] {
            let arena = Arena()
            let x = compute.converted(
                tensor(random.floats(rows * inputs, in: -1...2), rows, inputs, arena), to: .int8, on: arena)
            let weights = random.floats(outputs * inputs)
            let (bias, residual) = (random.floats(outputs), random.floats(rows * outputs))
            let matrix = PackedMatrix.packing(
                weights, bias: bias, outputs: outputs, inputs: inputs, element: .int8, compute: compute)
            let added = tensor(residual, rows, outputs, arena)
            let expected = zip(
                Reference.linear(x.floats, stepped(weights, inputs), bias: bias, inputs: inputs), residual
            ).map { $0 + Double($1) }
            let result = compute.linear(x, matrix, residual: added, on: arena)
            // The bytes' sums are exact: what is left is rounding of the factors and of the last sum.
            let size = expected.reduce(1) { max($0, abs($1)) }
            #expect(
                largestDifference(result.floats, expected) <= size * 1e-5,
                "\(set) [\(rows), \(outputs), \(inputs)]")
            let active = compute.linear(x, matrix, activation: .relu, residual: added, as: .bf16, on: arena)
            let half = compute.converted(
                compute.linear(x, matrix, residual: added, on: arena), to: .bf16, on: arena)
            #expect(active.floats == half.floats.map { max($0, 0) })
        }
    }

    /// Each row in whole multiples of its largest number / 127.
    private func stepped(_ weights: [Float], _ inputs: Int) -> [Float] {
        var result = weights
        for start in stride(from: 0, to: weights.count, by: inputs) {
            let most = weights[start..<start + inputs].map(abs).max() ?? 0
            for index in start..<start + inputs {
                result[index] = (weights[index] * (127 / most)).rounded(.toNearestOrEven) * (most / 127)
            }
        }
        return result
    }

    @Test("norms and rows give the bytes that rounding gives", arguments: availableSets)
    func steps(set: InstructionSet) {
        let compute = Compute(threads: 2, instructionSet: set)
        var random = SeededGenerator(seed: 47)
        let arena = Arena()
        let x = tensor(random.floats(70 * 100), 70, 100, arena)
        let norm = NormParameters(gain: random.floats(100), offset: random.floats(100), epsilon: 1e-5)
        let bytes = compute.layerNorm(x, norm, as: .int8, on: arena)
        let rounded = compute.converted(compute.layerNorm(x, norm, on: arena), to: .int8, on: arena)
        #expect(bytes.floats == rounded.floats)
        let sequences = bytes.reshaped(Shape(batch: 2, tokens: 35, channels: 100))
        let picked = compute.gather(
            sequences, rows: [34, 36], as: Shape(batch: 2, tokens: 1, channels: 100), on: arena
        ).floats
        #expect(picked == Array(bytes.floats[3400..<3500] + bytes.floats[3600..<3700]))
    }

    @Test("no filter is kept in bytes; rows that are no groups of four are kept in more")
    func refused() {
        #expect(!PackedConvolution.allows(.int8, channels: 64, kernel: 1, padding: 0))
        #expect(Element.int8.group == 4 && Element.bf16.group == 2 && Element.f32.group == 1)
    }
}
