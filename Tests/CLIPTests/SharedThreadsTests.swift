import CLIPImages
import CLIPNumerics
import CLIPTestSupport
import Synchronization
import Testing

@testable import CLIP

@Suite("Models in one process")
struct SharedThreadsTests {
    private final class Counts: Sendable {
        let working = Atomic(0), most = Atomic(0), loops = Atomic(0)
    }

    private func pictures(_ side: Int) throws -> [RGBImage] {
        try (0..<40).map { number in
            let pixels = (0..<side * side * 3).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ number &* 11) }
            return try RGBImage(width: side, height: side, rowBytes: side * 3, pixels: pixels)
        }
    }

    @Test("two share one pool of threads, and calls at once have the vectors of calls one by one")
    func shared() async throws {
        let first = try await CLIPModel.load(Golden.folder + "/networks/vit-quickgelu")
        let second = try await CLIPModel.load(Golden.folder + "/networks/resnet")
        #expect(first.compute === Compute.shared && second.compute === Compute.shared)
        let inputs = (
            try pictures(first.preprocessing.size), try pictures(second.preprocessing.size)
        )
        let alone = (
            try await first.encode(crops: inputs.0), try await second.encode(crops: inputs.1)
        )
        for _ in 0..<5 {
            async let one = first.encode(crops: inputs.0)
            async let other = second.encode(crops: inputs.1)
            let together = try await (one, other)
            #expect(together.0 == alone.0 && together.1 == alone.1)
        }
    }

    @Test("their batches take turns: never are two at work at once")
    func turns() async {
        let compute = Compute(threads: 2)
        let counts = Counts()
        await withTaskGroup { group in
            for _ in 0..<16 {
                group.addTask {
                    await compute.perform {
                        let now = counts.working.add(1, ordering: .sequentiallyConsistent).newValue
                        counts.most.max(now, ordering: .sequentiallyConsistent)
                        compute.parallel(64) { _, _ in counts.loops.add(1, ordering: .relaxed) }
                        counts.working.subtract(1, ordering: .sequentiallyConsistent)
                    }
                }
            }
        }
        #expect(counts.most.load(ordering: .relaxed) == 1 && counts.loops.load(ordering: .relaxed) == 16 * 64)
    }
}
