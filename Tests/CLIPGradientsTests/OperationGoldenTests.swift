import CLIPTestSupport
import Testing

@testable import CLIP
@testable import CLIPGradients
@testable import CLIPNumerics

/// Each word's way back against PyTorch's autograd; see `Goldens/gradients/README.md` for the bound.
@Suite("Gradients of single words equal PyTorch's")
struct OperationGoldenTests {
    let golden: Golden
    let bound = 1e-5

    init() throws { golden = try Golden(named: "gradients/operations") }

    @Test("linear maps", arguments: Activation.all)
    func linear(activation: Activation) throws {
        let name = activation == .identity ? "linear" : "linear.\(activation.rawValue)"
        let recorder = Recorder()
        let (x, residual) = (try input(name, "x"), try input(name, "residual"))
        let map = recorder.linear(
            try golden.floats("\(name).weight"), try golden.floats("\(name).bias"), inputs: 21)
        let result = recorder.ops.linear(
            recorder.value(x, Shape(batch: 2, tokens: 7, channels: 21)), map, activation: activation,
            residual: recorder.value(residual, Shape(batch: 2, tokens: 7, channels: 35)))
        try backward(result, name, recorder)
        try expect(x, name, "x")
        try expect(residual, name, "residual")
        try expect(map.weight, name, "weight")
        try expect(map.bias, name, "bias")
    }

    @Test("layer norms")
    func layerNorm() throws {
        let recorder = Recorder()
        let x = try input("layerNorm", "x")
        let norm = recorder.norm(try golden.floats("layerNorm.gain"), try golden.floats("layerNorm.offset"))
        try backward(
            recorder.ops.layerNorm(recorder.value(x, Shape(batch: 3, tokens: 5, channels: 37)), norm),
            "layerNorm", recorder)
        try expect(x, "layerNorm", "x")
        try expect(norm.gain, "layerNorm", "gain")
        try expect(norm.offset, "layerNorm", "offset")
    }

    @Test("attention", arguments: [false, true])
    func attention(isCausal: Bool) throws {
        let name = isCausal ? "attention.causal" : "attention"
        let recorder = Recorder()
        let (queries, keys) = (try input(name, "queries"), try input(name, "keys_values"))
        var paths = CausalPaths()
        for _ in 0..<2 { paths.append(sharing: 0, adding: 9) }
        let batch = isCausal ? 1 : 2
        let result = recorder.ops.attention(
            queries: recorder.value(queries, Shape(batch: batch, tokens: 18 / batch, channels: 24)),
            keysAndValues: recorder.value(keys, Shape(batch: batch, tokens: 18 / batch, channels: 48)),
            heads: 3,
            mask: isCausal ? .causal(paths) : .none, selection: nil)
        try backward(result, name, recorder)
        try expect(queries, name, "queries")
        try expect(keys, name, "keys_values")
    }

    @Test("convolutions")
    func convolution() throws {
        let recorder = Recorder()
        let x = try input("convolution", "x")
        // Files have [outputs, channels, y, x], a row of ours is [y, x, channels].
        let map = recorder.linear(
            try rows(golden.floats("convolution.weight"), 6, 4, 9), [Float](repeating: 0, count: 6),
            inputs: 36)
        let filter = RecordedConvolution(map: map, channels: 4, kernel: 3, stride: 2, padding: 1)
        let result = recorder.ops.convolution(
            recorder.value(x, Shape(batch: 2, height: 5, width: 7, channels: 4)), filter,
            activation: .identity, residual: nil)
        try backward(result, "convolution", recorder)
        try expect(x, "convolution", "x")
        let weight = try rows(golden.floats("convolution.d_weight"), 6, 4, 9)
        #expect(relativeError(map.weight!.found, weight.doubles) < bound)
    }

    @Test("average pools and unit rows")
    func rows() throws {
        let recorder = Recorder()
        let x = try input("averagePool", "x")
        let pixels = recorder.value(x, Shape(batch: 2, height: 5, width: 7, channels: 4))
        try backward(recorder.ops.averagePool(pixels, window: 2), "averagePool", recorder)
        try expect(x, "averagePool", "x")
        let rows = try input("normalise", "x")
        let value = recorder.value(rows, Shape(batch: 4, tokens: 1, channels: 19))
        try backward(recorder.ops.normalise(value), "normalise", recorder)
        try expect(rows, "normalise", "x")
    }

    private func input(_ name: String, _ key: String) throws -> Parameter {
        let values = try golden.floats("\(name).\(key)")
        return Parameter(key, rows: 1, columns: values.count, values)
    }

    private func backward(_ result: Recorded, _ name: String, _ recorder: Recorder) throws {
        #expect(relativeError(result.tensor.floats, try golden.floats("\(name).result").doubles) < bound)
        recorder.backward(result, try golden.floats("\(name).upstream"))
    }

    private func expect(
        _ parameter: Parameter?, _ name: String, _ key: String,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let found = try #require(parameter).found
        #expect(
            relativeError(found, try golden.floats("\(name).d_\(key)").doubles) < bound, "\(name) \(key)",
            sourceLocation: location)
    }

    private func rows(_ weight: [Float], _ outputs: Int, _ channels: Int, _ area: Int) -> [Float] {
        filterRows(weight, outputs: outputs, channels: channels, area: area)
    }
}

/// A filter's rows with channels together, from `[outputs, channels, y, x]`.
func filterRows(_ weight: [Float], outputs: Int, channels: Int, area: Int) -> [Float] {
    (0..<outputs).flatMap { output in
        (0..<area).flatMap { tap in
            (0..<channels).map { weight[(output * channels + $0) * area + tap] }
        }
    }
}
