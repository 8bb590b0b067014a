import CLIPTestSupport
import Synchronization
import Testing

@testable import CLIPNumerics

@Suite("Threads and memory")
struct ComputeTests {
    @Test("every chunk is done once, whatever the number of threads", arguments: [1, 2, 3, 4, 8])
    func chunks(threads: Int) {
        let compute = Compute(threads: threads)
        for count in [0, 1, 2, 3, 17, 1000] {
            let counts = (0..<count).map { _ in Counter() }
            compute.parallel(count) { chunk, thread in
                counts[chunk].add()
                #expect(thread < threads)
            }
            #expect(counts.allSatisfy { $0.value == 1 })
        }
    }

    @Test("threads that work alone have loops of their own, all at once")
    func alone() {
        let compute = Compute(threads: 3)
        let total = Counter()
        #expect(compute.alone.threads == 1 && compute.alone.alone === compute.alone)
        #expect(compute.alone.instructionSet == compute.instructionSet)
        compute.parallel(30) { _, _ in
            compute.alone.parallel(10) { _, thread in if thread == 0 { total.add() } }
        }
        #expect(total.value == 300)
    }

    @Test("a hundred thousand small loops end, with pauses that let the workers sleep")
    func manyLoops() async throws {
        let compute = Compute(threads: 4)
        let total = Counter()
        for round in 0..<100 {
            for _ in 0..<1000 { compute.parallel(4) { _, _ in total.add() } }
            if round % 20 == 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
        #expect(total.value == 400_000)
    }

    @Test("loops from several tasks take turns")
    func concurrentCallers() async {
        let compute = Compute(threads: 3)
        let total = Counter()
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<200 { compute.parallel(5) { _, _ in total.add() } } }
            }
        }
        #expect(total.value == 8000)
    }

    @Test("the ceiling of every instruction set is a rate", arguments: availableSets)
    func ceiling(set: InstructionSet) {
        let rate = Compute(threads: 2, instructionSet: set).measuredCeiling()
        #expect(rate.isFinite && rate > 0)
    }

    @Test("pools come and go")
    func lifetime() {
        for threads in 1...4 {
            for _ in 0..<50 { Compute(threads: threads).parallel(3) { _, _ in } }
        }
    }

    @Test("an instruction set that is not there falls back to the plain one")
    func fallback() {
        for set in InstructionSet.allCases {
            #expect(
                Compute(threads: 1, instructionSet: set).instructionSet == (set.isAvailable ? set : .plain))
        }
        #expect(InstructionSet.plain.isAvailable)
    }

    @Test("passes of growing size do not leave the smaller sizes behind")
    func growingPasses() {
        let compute = Compute(threads: 1)
        let arena = Arena()
        let matrix = PackedMatrix.packing(
            [Float](repeating: 0.1, count: 64 * 64), bias: nil, outputs: 64, inputs: 64, compute: compute)
        var largest = 0
        for rows in stride(from: 100, through: 10_000, by: 100) {
            var x = tensor([Float](repeating: 1, count: rows * 64), rows, 64, arena)
            for _ in 0..<4 { x = compute.linear(x, matrix, on: arena) }
            largest = rows * 64 * 4
        }
        // At any time two tensors live; a third block may be waiting.
        #expect(arena.footprint <= 3 * (largest + 4096))
    }

    @Test("a second pass takes no memory from the system")
    func arena() {
        let compute = Compute(threads: 2)
        let arena = Arena()
        let matrix = PackedMatrix.packing(
            [Float](repeating: 0.1, count: 100 * 100), bias: nil, outputs: 100, inputs: 100, compute: compute)
        func pass() {
            var x = tensor([Float](repeating: 1, count: 5000), 50, 100, arena)
            for _ in 0..<10 { x = compute.linear(x, matrix, residual: x, on: arena) }
        }
        pass()
        let footprint = arena.footprint
        for _ in 0..<5 { pass() }
        #expect(arena.footprint == footprint)
        #expect(footprint < 100_000)
    }
}

private final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    func add() { count.add(1, ordering: .relaxed) }
    var value: Int { count.load(ordering: .relaxed) }
}
