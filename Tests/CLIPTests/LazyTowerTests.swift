import Synchronization
import Testing

@testable import CLIP

@Suite("Towers are prepared when they are first used")
struct LazyTowerTests {
    @Test("a tower that nobody asks for is not built")
    func unused() {
        let built = Atomic(0)
        let tower = LazyTower { built.add(1, ordering: .relaxed).newValue }
        #expect(built.load(ordering: .relaxed) == 0)
        #expect(tower.value == 1)
    }

    @Test("many tasks at once get one tower, built once")
    func once() async {
        let built = Atomic(0)
        let tower = LazyTower { built.add(1, ordering: .relaxed).newValue }
        let values = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<32 { group.addTask { tower.value } }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(values == [1])
        #expect(built.load(ordering: .relaxed) == 1)
    }
}
