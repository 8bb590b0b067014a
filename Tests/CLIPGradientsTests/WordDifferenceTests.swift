import CLIPNumerics
import CLIPTestSupport
import Testing

@testable import CLIP
@testable import CLIPGradients

/// Each word's way back against finite differences of its definition.
///
/// The differences are exact to 1e-9, so what is left is float32's rounding in sums of some ten numbers: 1e-5 of the
/// gradient's length is twenty times what was seen, and a dropped term costs a hundred times more.
@Suite("Gradients of single words equal finite differences")
struct WordDifferenceTests {
    static let sets = InstructionSet.allCases.filter(\.isAvailable)
    let bound = 1e-5

    @Test("linear maps with bias, residual and activation", arguments: sets, Activation.all)
    func linear(set: InstructionSet, activation: Activation) {
        let recorder = Recorder(set: set)
        var random = SeededGenerator(seed: 70)
        let (rows, inputs, outputs) = (5, 13, 18)
        let (x, weight) = (random.floats(rows * inputs), random.floats(outputs * inputs))
        let (bias, residual) = (random.floats(outputs), random.floats(rows * outputs))
        let flow = random.floats(rows * outputs)
        let (input, added) = (recorder.parameter("x", x), recorder.parameter("residual", residual))
        let map = recorder.linear(weight, bias, inputs: inputs)
        let result = recorder.ops.linear(
            recorder.value(input, Shape(batch: 1, tokens: rows, channels: inputs)), map,
            activation: activation,
            residual: recorder.value(added, Shape(batch: 1, tokens: rows, channels: outputs)))
        recorder.backward(result, flow)
        func loss(_ x: [Double], _ w: [Double], _ b: [Double], _ r: [Double]) -> Double {
            let sums = zip(PlainWords.linear(x, w, b, inputs: inputs), r).map { $0 + $1 }
            return weighted(sums.map { PlainWords.activation(activation.rawValue, $0) }, flow)
        }
        let (x64, w64, b64, r64) = (x.doubles, weight.doubles, bias.doubles, residual.doubles)
        expect(input.found, finiteDifferences(at: x64) { loss($0, w64, b64, r64) })
        expect(map.weight!.found, finiteDifferences(at: w64) { loss(x64, $0, b64, r64) })
        expect(map.bias!.found, finiteDifferences(at: b64) { loss(x64, w64, $0, r64) })
        expect(added.found, finiteDifferences(at: r64) { loss(x64, w64, b64, $0) })
    }

    @Test("activations far from zero", arguments: sets, Activation.all)
    func activations(set: InstructionSet, activation: Activation) {
        let recorder = Recorder(set: set)
        let x = (0..<97).map { Float($0 - 48) / 4 + 0.01 }
        let input = recorder.parameter("x", x)
        let shape = Shape(batch: 1, tokens: 1, channels: x.count)
        var identity = [Float](repeating: 0, count: x.count * x.count)
        for index in x.indices { identity[index * x.count + index] = 1 }
        let result = recorder.ops.linear(
            recorder.value(input, shape), recorder.linear(identity, nil, inputs: x.count, learns: false),
            activation: activation, residual: nil)
        recorder.backward(result, [Float](repeating: 1, count: x.count))
        for (found, x) in zip(input.found, x) {
            let slope = finiteDifferences(at: [Double(x)]) {
                PlainWords.activation(activation.rawValue, $0[0])
            }
            #expect(abs(Double(found) - slope[0]) < 2e-6, "\(set) \(activation) at \(x)")
        }
    }

    @Test("layer norms, their gain and offset", arguments: sets)
    func layerNorm(set: InstructionSet) {
        let recorder = Recorder(set: set)
        var random = SeededGenerator(seed: 71)
        let (rows, width) = (19, 23)
        let x = random.floats(rows * width, in: -2...3)
        let (gain, offset) = (random.floats(width), random.floats(width))
        let flow = random.floats(rows * width)
        let (input, norm) = (recorder.parameter("x", x), recorder.norm(gain, offset))
        let value = recorder.value(input, Shape(batch: 1, tokens: rows, channels: width))
        recorder.backward(recorder.ops.layerNorm(value, norm), flow)
        func loss(_ x: [Double], _ g: [Double], _ o: [Double]) -> Double {
            weighted(PlainWords.layerNorm(x, g, o, epsilon: 1e-5), flow)
        }
        expect(input.found, finiteDifferences(at: x.doubles) { loss($0, gain.doubles, offset.doubles) })
        expect(norm.gain!.found, finiteDifferences(at: gain.doubles) { loss(x.doubles, $0, offset.doubles) })
        expect(
            norm.offset!.found, finiteDifferences(at: offset.doubles) { loss(x.doubles, gain.doubles, $0) })
    }

    @Test("unit rows", arguments: sets)
    func unitRows(set: InstructionSet) {
        let recorder = Recorder(set: set)
        var random = SeededGenerator(seed: 72)
        let (x, flow) = (random.floats(3 * 21), random.floats(3 * 21))
        let input = recorder.parameter("x", x)
        let value = recorder.value(input, Shape(batch: 1, tokens: 3, channels: 21))
        recorder.backward(recorder.ops.normalise(value), flow)
        expect(
            input.found,
            finiteDifferences(at: x.doubles) { weighted(PlainWords.unitRows($0, width: 21), flow) })
    }

    @Test("a value that is used twice gets both gradients")
    func sums() {
        let recorder = Recorder()
        var random = SeededGenerator(seed: 73)
        let (x, flow) = (random.floats(4 * 9), random.floats(4 * 9))
        let weight = random.floats(81)
        let input = recorder.parameter("x", x)
        let value = recorder.value(input, Shape(batch: 1, tokens: 4, channels: 9))
        let map = recorder.linear(weight, nil, inputs: 9, learns: false)
        let once = recorder.ops.linear(value, map, activation: .gelu, residual: value)
        recorder.backward(recorder.ops.linear(once, map, activation: .identity, residual: value), flow)
        let (w, zeros) = (weight.doubles, [Double](repeating: 0, count: 9))
        expect(
            input.found,
            finiteDifferences(at: x.doubles) { x in
                let first = zip(PlainWords.linear(x, w, zeros, inputs: 9), x).map {
                    PlainWords.activation("gelu", $0 + $1)
                }
                return weighted(
                    zip(PlainWords.linear(first, w, zeros, inputs: 9), x).map { $0 + $1 }, flow)
            })
        #expect(map.weight == nil)
    }

    func expect(_ found: [Float], _ right: [Double], _ location: SourceLocation = #_sourceLocation) {
        #expect(relativeError(found, right) < bound, sourceLocation: location)
    }
}

extension Activation {
    static let all: [Activation] = [.identity, .quickGELU, .gelu, .tanhGELU, .relu]
}

extension [Float] {
    var doubles: [Double] { map(Double.init) }
}
