import CLIPTestSupport
import Testing

@testable import CLIPNumerics

@Suite("Packing")
struct PackingTests {
    private func bytes(_ matrix: PackedMatrix) -> [UInt8] { matrix.withPanels { panels, _ in Array(panels) } }

    /// Sizes with whole and partial panels, and rows that end within a vector.
    static let sizes = [(1, 4), (16, 64), (70, 20), (64, 100), (65, 36), (128, 256), (150, 772)]

    @Test(
        "each number is where the product looks for it, and zeros behind the last column",
        arguments: availableSets, Element.allCases)
    func layout(set: InstructionSet, element: Element) {
        let compute = Compute(threads: 2, instructionSet: set)
        let width = compute.kernels.pointee.panel_width
        for (outputs, inputs) in Self.sizes {
            // Small whole numbers are exact in bf16; the largest of a row is 127, so that bytes are they, too.
            let weights = (0..<outputs * inputs).map { index in
                index % inputs == 0 ? Float(127) : Float((index &* 7919) % 201 - 100)
            }
            let packed = bytes(
                PackedMatrix.packing(
                    weights, bias: nil, outputs: outputs, inputs: inputs, element: element, compute: compute))
            let (size, group) = (element.size, element.group)
            var wrong = 0
            for column in 0..<(outputs + width - 1) / width * width {
                for input in 0..<inputs {
                    let place =
                        (column / width * inputs + input / group * group) * width
                        + column % width * group + input % group
                    let expected = column < outputs ? weights[column * inputs + input] : 0
                    let stored = packed[place * size..<(place + 1) * size].reversed().reduce(UInt32(0)) {
                        $0 << 8 | UInt32($1)
                    }
                    let found =
                        switch element {
                        case .f32: Float(bitPattern: stored)
                        case .bf16: Float(bitPattern: stored << 16)
                        case .int8: Float(Int8(truncatingIfNeeded: stored))
                        }
                    if found != expected { wrong += 1 }
                }
            }
            #expect(wrong == 0, "\(outputs) × \(inputs)")
        }
    }

    @Test(
        "rows where they lie, at any address, and rows that are made give the same panels",
        arguments: Element.allCases)
    func sources(element: Element) {
        let compute = Compute(threads: 3)
        let memory = PackingMemory()
        var random = SeededGenerator(seed: 5)
        for (outputs, inputs) in Self.sizes.reversed() {
            let weights = random.floats(outputs * inputs, in: -2...2)
            let bias = random.floats(outputs, in: -1...1)
            let expected = PackedMatrix.packing(
                weights, bias: bias, outputs: outputs, inputs: inputs, element: element, compute: compute)
            let shifted = UnsafeMutableRawBufferPointer.allocate(
                byteCount: weights.count * 4 + 1, alignment: 64)
            defer { shifted.deallocate() }
            weights.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: shifted[1...]).copyMemory(from: $0)
            }
            nonisolated(unsafe) let odd = UnsafeRawPointer(shifted.baseAddress! + 1)
            let inPlace = PackedMatrix(
                bias: bias, outputs: outputs, inputs: inputs, element: element, compute: compute, in: memory
            ) { rows, _ in odd + rows.lowerBound * inputs * 4 }
            #expect(bytes(inPlace) == bytes(expected), "\(outputs) × \(inputs)")
            // In the place of the last one, which is not used any more.
            let made = PackedMatrix(
                bias: bias, outputs: outputs, inputs: inputs, element: element, compute: compute, in: memory
            ) { rows, scratch in
                _ = scratch.update(
                    fromContentsOf: weights[rows.lowerBound * inputs..<rows.upperBound * inputs])
                return UnsafeRawPointer(scratch.baseAddress!)
            }
            #expect(made.panels == inPlace.panels)
            #expect(bytes(made) == bytes(expected), "\(outputs) × \(inputs)")
        }
    }
}
