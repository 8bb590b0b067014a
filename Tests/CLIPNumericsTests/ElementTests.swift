import CLIPTestSupport
import Testing

@testable import CLIPNumerics

/// The nearest bf16, ties to even, by the definition.
private func rounded(_ value: Float) -> Float {
    let bits = value.bitPattern
    let (upper, lower) = (bits >> 16, bits & 0xFFFF)
    let up = lower > 0x8000 || (lower == 0x8000 && upper & 1 == 1)
    return Float(bitPattern: (upper + (up ? 1 : 0)) << 16)
}

@Suite("bf16")
struct ElementTests {
    @Test("numbers are rounded to nearest, ties to even, and widened as they are", arguments: availableSets)
    func conversion(set: InstructionSet) {
        let compute = Compute(threads: 2, instructionSet: set)
        var random = SeededGenerator(seed: 40)
        var values = random.floats(70_000, in: -8...8)
        values += [0, -0.0, 1, 1.00390625, 1.01171875, .infinity, -.infinity, 3.4e38, 1e-30]
        let arena = Arena()
        let narrow = compute.converted(tensor(values, 1, values.count, arena), to: .bf16, on: arena)
        #expect(narrow.element == .bf16)
        #expect(narrow.floats.map(\.bitPattern) == values.map { rounded($0).bitPattern })
        let wide = compute.converted(narrow, to: .f32, on: arena)
        #expect(wide.floats == narrow.floats)
        let odd = compute.converted(tensor([.nan, 1], 1, 2, arena), to: .bf16, on: arena).floats
        #expect(odd[0].isNaN && odd[1] == 1)
    }

    @Test("samples less 128 are held exactly", arguments: availableSets)
    func samples(set: InstructionSet) {
        let compute = Compute(threads: 2, instructionSet: set)
        let bytes = (0..<3).map { picture in (0..<11 * 25 * 3).map { UInt8(truncatingIfNeeded: $0 + picture) }
        }
        let shape = Shape(batch: 3, height: 11, width: 25, channels: 3)
        let centred = compute.centred(shape, on: Arena()) { bytes[$0] }
        #expect(centred.element == .bf16 && centred.shape == shape)
        #expect(centred.floats == bytes.flatMap { $0.map { Float($0) - 128 } })
    }

    @Test("products equal those of rounded factors, any shape and either result", arguments: availableSets)
    func linear(set: InstructionSet) {
        let compute = Compute(threads: 2, instructionSet: set)
        var random = SeededGenerator(seed: 41)
        let shapes = [
            (1, 1, 2), (1, 64, 4), (5, 7, 772), (6, 128, 768), (13, 100, 1538), (201, 33, 84), (3, 70, 3074),
        ]
        for (rows, outputs, inputs) in shapes {
            let x = random.floats(rows * inputs).map(rounded)
            let weights = random.floats(outputs * inputs).map(rounded)
            let (bias, residual) = (random.floats(outputs), random.floats(rows * outputs))
            let arena = Arena()
            let matrix = PackedMatrix.packing(
                weights, bias: bias, outputs: outputs, inputs: inputs, element: .bf16, compute: compute)
            let input = compute.converted(tensor(x, rows, inputs, arena), to: .bf16, on: arena)
            let added = tensor(residual, rows, outputs, arena)
            let expected = zip(Reference.linear(x, weights, bias: bias, inputs: inputs), residual)
                .map { $0 + Double($1) }
            let whole = compute.linear(input, matrix, residual: added, on: arena)
            let difference = largestDifference(whole.floats, expected)
            #expect(difference <= tolerance(terms: inputs), "\(set) [\(rows), \(outputs), \(inputs)]")
            // The same sums, rounded when they are stored.
            let half = compute.linear(input, matrix, residual: added, as: .bf16, on: arena)
            #expect(zip(half.floats, whole.floats).allSatisfy { $0 == rounded($1) }, "\(set)")
        }
    }

    @Test("convolutions equal those of rounded factors", arguments: availableSets)
    func convolution(set: InstructionSet) {
        let compute = Compute(threads: 2, instructionSet: set)
        var random = SeededGenerator(seed: 42)
        let (side, channels, outputs) = (9, 6, 10)
        for (kernel, stride, padding) in [(3, 1, 1), (3, 2, 1), (1, 1, 0), (4, 4, 0)] {
            #expect(PackedConvolution.allows(.bf16, channels: channels, kernel: kernel, padding: padding))
            let x = random.floats(2 * side * side * channels).map(rounded)
            let weights = random.floats(outputs * kernel * kernel * channels).map(rounded)
            let arena = Arena()
            func run(_ element: Element) -> [Float] {
                let filter = PackedConvolution(
                    weights, bias: nil, outputs: outputs, channels: channels, kernel: kernel, stride: stride,
                    padding: padding, element: element, compute: compute)
                let input = Tensor(
                    Shape(batch: 2, height: side, width: side, channels: channels), on: arena
                ) { _ = $0.update(fromContentsOf: x) }
                return compute.convolution(
                    compute.converted(input, to: element, on: arena), filter, activation: .relu, on: arena
                ).floats
            }
            let difference = largestDifference(run(.bf16), run(.f32).map(Double.init))
            #expect(difference <= 2 * tolerance(terms: kernel * kernel * channels), "\(set) \(kernel)")
        }
        #expect(!PackedConvolution.allows(.bf16, channels: 3, kernel: 3, padding: 1))
        #expect(PackedConvolution.allows(.bf16, channels: 3, kernel: 32, padding: 0))
    }

    @Test("a rounded result holds the sum of all filter taps, however many", arguments: availableSets)
    func wholeSums(set: InstructionSet) {
        let compute = Compute(threads: 2, instructionSet: set)
        var random = SeededGenerator(seed: 44)
        // More than a block of the inner dimension.
        let (side, channels, outputs) = (5, 200, 70)
        let arena = Arena()
        let filter = PackedConvolution(
            random.floats(outputs * 9 * channels), bias: nil, outputs: outputs, channels: channels, kernel: 3,
            stride: 1, padding: 1, element: .bf16, compute: compute)
        let values = random.floats(side * side * channels)
        let picture = tensor(values, side * side, channels, arena)
            .reshaped(Shape(batch: 1, height: side, width: side, channels: channels))
        let input = compute.converted(picture, to: .bf16, on: arena)
        let whole = compute.convolution(input, filter, on: arena)
        let half = compute.convolution(input, filter, as: .bf16, on: arena)
        #expect(zip(half.floats, whole.floats).allSatisfy { $0 == rounded($1) }, "\(set)")
    }

    @Test("attention, norms, pooling and rows take and give it", arguments: availableSets)
    func steps(set: InstructionSet) {
        let compute = Compute(threads: 2, instructionSet: set)
        var random = SeededGenerator(seed: 43)
        let arena = Arena()
        func both(_ rows: Int, _ columns: Int, _ shape: Shape) -> (half: Tensor, whole: Tensor) {
            let values = random.floats(rows * columns).map(rounded)
            let whole = tensor(values, rows, columns, arena).reshaped(shape)
            return (compute.converted(whole, to: .bf16, on: arena), whole)
        }
        let queries = both(14, 24, Shape(batch: 2, tokens: 7, channels: 24))
        let keys = both(14, 48, Shape(batch: 2, tokens: 7, channels: 48))
        for mask in [AttentionMask.none, .causal(.apart(2, 7))] {
            let half = compute.attention(
                queries: queries.half, keysAndValues: keys.half, heads: 3, mask: mask, on: arena)
            let whole = compute.attention(
                queries: queries.whole, keysAndValues: keys.whole, heads: 3, mask: mask, on: arena)
            // Rounded once more than what is stored: each key's share, by at most a part in 2⁹.
            let largest = keys.whole.floats.reduce(0) { max($0, abs($1)) }
            let difference = zip(half.floats, whole.floats).reduce(0) { max($0, abs($1.0 - $1.1)) }
            #expect(half.element == .bf16 && difference <= 2 * largest / 512, "\(set): \(difference)")
        }
        let norm = NormParameters(gain: random.floats(24), offset: random.floats(24), epsilon: 1e-5)
        let normed = compute.layerNorm(queries.half, norm, as: .bf16, on: arena)
        #expect(normed.floats == compute.layerNorm(queries.whole, norm, on: arena).floats.map(rounded))
        let picture = both(2 * 36, 5, Shape(batch: 2, height: 6, width: 6, channels: 5))
        let pooled = compute.averagePool(picture.half, window: 2, on: arena)
        #expect(pooled.floats == compute.averagePool(picture.whole, window: 2, on: arena).floats.map(rounded))
        let two = Shape(batch: 2, tokens: 1, channels: 24)
        let rows = compute.gather(queries.half, rows: [6, 7], as: two, on: arena)
        #expect(rows.element == .bf16)
        #expect(rows.floats == compute.gather(queries.whole, rows: [6, 7], as: two, on: arena).floats)
    }
}
