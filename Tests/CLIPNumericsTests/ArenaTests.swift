import CLIPTestSupport
import Testing

@testable import CLIPNumerics

@Suite("Arena")
struct ArenaTests {
    @Test("blocks never overlap, and all comes back", arguments: [0, 1 << 16])
    func blocks(expected: Int) {
        let arena = Arena(expecting: expected)
        var random = SeededGenerator(seed: 70)
        var living: [(block: ArenaBlock, count: Int, mark: Float)] = []
        for step in 0..<3000 {
            if living.count == 12 || (!living.isEmpty && Bool.random(using: &random)) {
                let (block, count, mark) = living.remove(at: Int.random(in: 0..<living.count, using: &random))
                #expect((0..<count).allSatisfy { block.memory[$0] == mark })
            } else {
                let count = Int.random(in: 0...4000, using: &random)
                let block = arena.take(count)
                #expect(Int(bitPattern: block.memory) % 64 == 0)
                block.memory.update(repeating: Float(step), count: count)
                living.append((block, count, Float(step)))
            }
        }
        living = []
        if expected > 0 {
            // Twelve of 4000 floats at most are less than what was expected, and so is a single one of all.
            #expect(arena.growth == 1 && arena.footprint == expected * 4)
            let whole = arena.take(expected)
            #expect(arena.growth == 1 && whole.memory[0].isFinite)
        }
        // Without expectations it ends with what it needs.
        let growth = arena.growth
        for _ in 0..<100 {
            let blocks = (0..<12).map { arena.take(4000 - $0 * 100) }
            #expect(blocks.count == 12)
        }
        #expect(arena.growth <= growth + 12)
    }

    @Test("a pass with less than was expected works on the same pages")
    func low() {
        let arena = Arena(expecting: 1 << 20)
        let first = { (count: Int) in arena.take(count).memory }
        #expect(first(16) == first(1 << 20) && first(1000) == first(16))
    }
}
