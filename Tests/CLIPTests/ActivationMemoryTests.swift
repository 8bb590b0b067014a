import CLIPNumerics
import CLIPTestSupport
import Testing

@testable import CLIP

@Suite("The memory of a forward pass is known before it")
struct ActivationMemoryTests {
    @Test(
        "an arena of that size never grows, and is of that order",
        arguments: NetworkGoldenTests.complete, Element.allCases)
    func arena(name: String, element: Element) throws {
        let golden = try NetworkGolden(name)
        let compute = Compute(threads: 2)
        let preparation = InferencePreparation(compute: compute, element: element)
        let vision = golden.weights.vision(golden.vision, preparation)
        let text = golden.weights.text(golden.text, preparation)
        let side = golden.vision.imageSize
        let end =
            if case .first(let id) = golden.text.pooling { id } else { Int32(golden.text.vocabularySize - 1) }
        let whole = (0..<5).map { text in
            (1..<Int32(golden.text.contextLength)).map { ($0 * 7 + text * 31) % 97 } + [end]
        }
        func passes(_ arena: Arena, on input: (InferenceOps) -> Tensor) -> Arena {
            for _ in 0..<3 {
                _ = input(InferenceOps(compute: compute, arena: arena, element: element)).floats
            }
            return arena
        }
        func pictures(_ ops: InferenceOps) -> Tensor {
            vision(
                Tensor(Shape(batch: 5, height: side, width: side, channels: 3), on: ops.arena) {
                    $0.update(repeating: 0.5)
                }, in: ops)
        }
        func texts(_ ops: InferenceOps) -> Tensor {
            text(TokenBatch(whole[...], for: golden.text), in: ops)
        }
        for (expected, input) in [
            (golden.vision.activations(batch: 5, threads: 2), pictures),
            (golden.text.activations(batch: 5, threads: 2), texts),
        ] {
            let planned = passes(Arena(expecting: expected), on: input)
            #expect(planned.growth == 1 && planned.footprint == expected * 4)
            let grown = passes(Arena(), on: input)
            // In these small networks what threads need beside counts for much.
            #expect(planned.footprint < 5 * grown.footprint, "\(planned.footprint) and \(grown.footprint)")
        }
    }
}
