import CLIPNumerics
import CLIPTestSupport
import Testing

@testable import CLIP
@testable import CLIPGradients

/// The whole text tower there and back, as context optimisation and training use it, against PyTorch's autograd.
@Suite("Gradients of text towers equal PyTorch's")
struct TextTowerGradientTests {
    static let towers = ["vit-quickgelu", "vit-gelu", "vit-patch-mean", "vit-scaled", "vit-first"]
    /// See `Goldens/gradients/README.md`.
    let bound = 1e-4

    @Test("the context vectors' and every weight's", arguments: towers)
    func everything(name: String) throws {
        let golden = try TowerGolden(name)
        let found = golden.run(Compute(threads: 2)) { _ in true }
        #expect(abs(found.loss - Double(try golden.file.floats("loss")[0])) < 1e-5)
        var compared = 0
        for (parameter, values, rows) in found.gradients {
            guard let right = try golden.right(parameter, rows: rows) else { continue }
            // What a layer scale multiplies learns with it; the file's weight alone does not.
            guard name != "vit-scaled" || !["out_proj", "c_proj"].contains(where: parameter.contains) else {
                continue
            }
            // The keys' bias moves nothing: softmax takes off what all keys have in common.
            let difference = largestDifference(values, right.doubles)
            #expect(
                relativeError(values, right.doubles) < bound || difference < 1e-7, "\(name) \(parameter)")
            compared += 1
        }
        #expect(compared >= 16, "\(name): \(compared) gradients compared")
    }

    @Test("the context vectors' alone, every weight frozen", arguments: towers)
    func frozen(name: String) throws {
        let golden = try TowerGolden(name)
        let found = golden.run(Compute(threads: 1)) { _ in false }
        #expect(found.gradients.map(\.name) == ["context"])
        let right = try golden.file.floats("d_context")
        #expect(relativeError(found.gradients[0].values, right.doubles) < bound)
    }

    @Test("a term that is dropped on the way back is noticed", arguments: Omission.allCases, towers)
    func omissions(omission: Omission, name: String) throws {
        let golden = try TowerGolden(name)
        let found = golden.run(Compute(threads: 2), omission: omission) { _ in false }
        let right = try golden.file.floats("d_context")
        #expect(relativeError(found.gradients[0].values, right.doubles) > 100 * bound)
        #expect(abs(found.loss - Double(try golden.file.floats("loss")[0])) < 1e-5)
    }

    @Test("bits do not depend on the number of threads", arguments: towers)
    func threads(name: String) throws {
        let golden = try TowerGolden(name)
        let one = golden.run(Compute(threads: 1)) { _ in true }
        for threads in 2...4 {
            let other = golden.run(Compute(threads: threads)) { _ in true }
            #expect(one.loss == other.loss)
            for (a, b) in zip(one.gradients, other.gradients) {
                #expect(a.values == b.values, "\(name) \(a.name), \(threads) threads")
            }
        }
    }

    @Test("forward, the bits are those of inference", arguments: towers)
    func forward(name: String) throws {
        let golden = try TowerGolden(name)
        let compute = Compute(threads: 2)
        let batch = TokenBatch(golden.texts[...], for: golden.sizes)
        let recorded: TextTransformer<RecordingOps> = golden.weights.text(
            on: RecordingPreparation(compute: compute) { _ in true })!
        let inference: TextTransformer<InferenceOps> = golden.weights.text(
            on: InferencePreparation(compute: compute))!
        let ops = RecordingOps(compute: compute, arena: Arena())
        #expect(
            recorded(batch, in: ops).tensor.floats
                == inference(batch, in: InferenceOps(compute: compute, arena: Arena())).floats)
    }

    @Test("a pass that nobody goes back through leaves nothing behind")
    func abandoned() throws {
        let golden = try TowerGolden("vit-quickgelu")
        let compute = Compute(threads: 1)
        let tower: TextTransformer<RecordingOps> = golden.weights.text(
            on: RecordingPreparation(compute: compute) { _ in true })!
        weak var tape: Tape?
        do {
            let ops = RecordingOps(compute: compute, arena: Arena())
            tape = ops.tape
            _ = tower(TokenBatch(golden.texts[...], for: golden.sizes), in: ops)
        }
        #expect(tape == nil)
    }
}
