import CLIPNumerics
import CLIPTestSupport

@testable import CLIP
@testable import CLIPGradients

/// One word of the vocabulary under test: its inputs are parameters, and random numbers flow back from its result.
struct Recorder {
    let ops: RecordingOps
    let compute: Compute

    init(threads: Int = 2, set: InstructionSet = .best) {
        compute = Compute(threads: threads, instructionSet: set)
        ops = RecordingOps(compute: compute, arena: Arena())
    }

    func value(_ parameter: Parameter, _ shape: Shape) -> Recorded { ops.value(of: parameter, as: shape) }

    /// A parameter of one row.
    func parameter(_ name: String, _ values: [Float]) -> Parameter {
        Parameter(name, rows: 1, columns: values.count, values)
    }

    func linear(_ weight: [Float], _ bias: [Float]?, inputs: Int, learns: Bool = true) -> RecordedLinear {
        RecordedLinear(weight, bias: bias, inputs: inputs, name: "map", learns: (learns, learns), compute)
    }

    func norm(_ gain: [Float], _ offset: [Float], learns: Bool = true) -> RecordedNorm {
        RecordedNorm(gain: gain, offset: offset, epsilon: 1e-5, name: "norm", learns: learns)
    }

    /// Sends `flow` back from a result.
    func backward(_ result: Recorded, _ flow: [Float]) {
        ops.backward(
            from: result,
            Tensor(result.tensor.shape, on: ops.arena) { _ = $0.update(fromContentsOf: flow) })
    }
}

extension Parameter {
    var found: [Float] { gradient?.floats ?? [] }
}

/// The sum of a result's numbers, weighted: a loss whose gradient with respect to the result are the weights.
func weighted(_ result: [Double], _ flow: [Float]) -> Double {
    zip(result, flow).reduce(0) { $0 + $1.0 * Double($1.1) }
}
