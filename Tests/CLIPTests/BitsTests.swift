import CLIPNumerics
import CLIPTestSupport
import Testing

@testable import CLIP

/// The promise that makes cached and sharded embeddings exact: the same picture or text gets the same bits
/// in any batch, at any place in it, on any number of threads.
@Suite("Bits do not depend on batch or threads")
struct BitsTests {
    static let models = ["vit-quickgelu", "resnet"]

    @Test("pictures, batches of 1 to 65, 1 to 4 threads", arguments: models, Element.allCases)
    func pictures(name: String, element: Element) throws {
        let golden = try NetworkGolden(name)
        let side = golden.vision.imageSize
        var random = SeededGenerator(seed: 30)
        let size = side * side * 3
        let pixels = random.floats(65 * size, in: -2...2)
        var reference: [Float] = []
        for threads in 1...4 {
            let compute = Compute(threads: threads)
            let tower = golden.weights.vision(
                golden.vision, InferencePreparation(compute: compute, element: element))
            let arena = Arena()
            for batch in (1...65).reversed() {
                // The last pictures, so that each changes its place as well.
                let first = 65 - batch
                let input = Tensor(Shape(batch: batch, height: side, width: side, channels: 3), on: arena) {
                    target in
                    for index in target.indices { target[index] = pixels[first * size + index] }
                }
                let result = tower(input, in: InferenceOps(compute: compute, arena: arena, element: element))
                    .floats
                if reference.isEmpty { reference = result }
                let width = golden.configuration.embedDimension
                #expect(result == Array(reference[(first * width)...]), "batch \(batch), \(threads) threads")
            }
        }
    }

    @Test(
        "pictures on every instruction set", arguments: InstructionSet.allCases.filter(\.isAvailable),
        Element.allCases)
    func sets(set: InstructionSet, element: Element) throws {
        let golden = try NetworkGolden("vit-quickgelu")
        let side = golden.vision.imageSize
        var random = SeededGenerator(seed: 31)
        let size = side * side * 3
        let pixels = random.floats(33 * size, in: -2...2)
        var reference: [Float] = []
        for threads in [1, 3] {
            let compute = Compute(threads: threads, instructionSet: set)
            let tower = golden.weights.vision(
                golden.vision, InferencePreparation(compute: compute, element: element))
            for batch in [33, 7, 6, 5, 1] {
                let ops = InferenceOps(compute: compute, arena: Arena(), element: element)
                let input = Tensor(Shape(batch: batch, height: side, width: side, channels: 3), on: ops.arena)
                {
                    _ = $0.update(fromContentsOf: pixels[0..<batch * size])
                }
                let result = tower(input, in: ops).floats
                if reference.isEmpty { reference = result }
                #expect(
                    result == Array(reference[0..<result.count]), "\(set), batch \(batch), \(threads) threads"
                )
            }
        }
    }

    @Test("texts, batches of 1 to 65, 1 to 4 threads, any neighbours", arguments: Element.allCases)
    func texts(element: Element) throws {
        let golden = try NetworkGolden("vit-quickgelu")
        let sizes = golden.text
        let texts = (0..<65).map { golden.tokens[($0 * 5 + $0 / 7) % golden.tokens.count] }
        var alone: [[Float]] = []
        for threads in 1...4 {
            let compute = Compute(threads: threads)
            let tower = golden.weights.text(sizes, InferencePreparation(compute: compute, element: element))
            let ops = InferenceOps(compute: compute, arena: Arena(), element: element)
            for batch in 1...65 {
                let part = texts[(65 - batch)...]
                let rows = tower(TokenBatch(part, for: sizes), in: ops).floats
                if alone.isEmpty {
                    alone = texts.map { tower(TokenBatch([$0], for: sizes), in: ops).floats }
                }
                #expect(rows == alone[(65 - batch)...].flatMap { $0 }, "batch \(batch), \(threads) threads")
            }
        }
    }
}
