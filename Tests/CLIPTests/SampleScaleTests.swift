import CLIPImages
import CLIPNumerics
import CLIPTestSupport
import Testing

@testable import CLIP

@Suite("The first filter normalises samples where they are kept whole")
struct SampleScaleTests {
    @Test(
        "its result is that of normalised pixels, but for the rounding of its weights",
        arguments: InstructionSet.allCases.filter(\.isAvailable))
    func filter(set: InstructionSet) throws {
        let golden = try NetworkGolden("vit-quickgelu")
        let compute = Compute(threads: 2, instructionSet: set)
        let folder = try ModelFolder(
            .path(Golden.folder + "/networks/vit-quickgelu"), options: LoadingOptions())
        let preprocessing = Preprocessing(try #require(folder.preprocessing))
        let side = preprocessing.size
        let crops = try (0..<4).map { picture in
            try RGBImage(
                width: side, height: side,
                pixels: (0..<side * side * 3).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ picture &* 71) })
        }
        func first(_ preparation: InferencePreparation) -> (grid: [Float], isCentred: Bool) {
            let tower = golden.weights.vision(golden.vision, preparation)
            var grid: [Float] = []
            let ops = InferenceOps(compute: compute, arena: Arena(), element: preparation.element) {
                name, x in
                if name == "visual.conv1" { grid = x.floats }
            }
            _ = tower(ops.pixels(0..<crops.count, for: tower, preprocessing) { crops[$0] }, in: ops)
            return (grid, tower.takesCentredSamples)
        }
        let scale = try #require(SampleScale(folder))
        let exact = first(InferencePreparation(compute: compute, element: .f32, samples: scale))
        let folded = first(InferencePreparation(compute: compute, element: .bf16, samples: scale))
        let unfolded = first(InferencePreparation(compute: compute, element: .bf16))
        #expect(!exact.isCentred && folded.isCentred && !unfolded.isCentred)
        // In bf16 results are rounded when they are stored, too: both are, whatever the filter takes.
        let size = exact.grid.reduce(0) { max($0, abs($1)) }
        for (name, other) in [("folded", folded.grid), ("unfolded", unfolded.grid)] {
            let difference = zip(exact.grid, other).reduce(0) { max($0, abs($1.0 - $1.1)) }
            #expect(
                other.count == exact.grid.count && difference <= size / 128,
                "\(name): \(difference) of \(size)")
            #expect(difference > 0)
        }
    }
}
