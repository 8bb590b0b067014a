import CLIPImages
import CLIPNumerics
import CLIPTestSupport
import Testing

@testable import CLIP

@Suite("How inputs are shared out over threads")
struct PassesTests {
    @Test("all inputs in order, no batch too large, small ones at the end", arguments: [1, 2, 3, 16])
    func shares(threads: Int) {
        for most in [1, 2, 6, 32] {
            for count in Array(0...70) + [1000, 4097] {
                let passes = Passes(of: count, most: most, threads: threads)
                #expect(passes.batches.flatMap { Array($0) } == Array(0..<count))
                #expect(passes.batches.allSatisfy { (1...most).contains($0.count) }, "\(count) by \(most)")
                let sizes = passes.batches.map(\.count)
                #expect(sizes == sizes.sorted(by: >), "the larger ones first")
                if passes.areThreadsOwn {
                    // Whoever comes last to the end has no more than others did meanwhile, but for one input.
                    #expect(sizes.indices.allSatisfy { sizes[$0] <= sizes[$0...].reduce(0, +) / threads + 1 })
                    #expect(sizes.last == 1 || most * threads >= 2 * count)
                } else {
                    #expect((sizes.first ?? 0) - (sizes.last ?? 0) <= 1)
                }
                #expect(passes.areThreadsOwn || threads == 1 || count < threads * most)
                #expect(passes.runs(threads: threads).flatMap { Array($0) } == passes.batches)
            }
        }
        #expect(!Passes(of: 1, most: 6, threads: 2).areThreadsOwn)
        // Large models take one picture at a time, and one may be all there is.
        for (count, most, isSingle) in [(1, 1, true), (2, 1, false), (3, 6, true), (4, 6, false)] {
            #expect(Passes(of: count, most: most, threads: threads).isSingle == isSingle)
        }
    }

    @Test("a picture has the same bits on a thread of its own as on all threads", arguments: Element.allCases)
    func bits(element: Element) async throws {
        let precision: Precision =
            switch element {
            case .f32: .f32
            case .bf16: .bf16
            case .int8: .int8
            }
        let model = try await CLIPModel.load(
            Golden.folder + "/networks/vit-quickgelu", options: LoadingOptions(precision: precision),
            compute: Compute(threads: 3))
        let side = model.preprocessing.size
        let crops = try (0..<100).map { picture in
            try RGBImage(
                width: side, height: side,
                pixels: (0..<side * side * 3).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ picture &* 17) })
        }
        #expect(Passes(of: 100, most: model.vision.batchSize, threads: 3).areThreadsOwn)
        #expect(!Passes(of: 1, most: model.vision.batchSize, threads: 3).areThreadsOwn)
        let together = try await model.encode(crops: crops)
        for index in stride(from: 0, to: 100, by: 9) {
            let alone = try await model.encode(crops: [crops[index]])
            #expect(Array(together[index]) == alone.values)
        }
    }
}
