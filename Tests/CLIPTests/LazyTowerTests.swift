import Synchronization
import Testing

@testable import CLIP

@Suite("Towers are prepared when they are used")
struct LazyTowerTests {
    /// Counts what it builds: odd numbers are kept, even ones are not.
    private func counting(_ built: borrowing Atomic<Int>) -> Int {
        built.add(2, ordering: .relaxed).newValue
    }

    @Test("a tower that nobody asks for is not built; one pass of few inputs keeps nothing, the second does")
    func unused() {
        let built = Atomic(0)
        let tower = LazyTower { keeps in counting(built) + (keeps ? 1 : 0) }
        #expect(built.load(ordering: .relaxed) == 0)
        #expect([true, true, true, false].map { tower.tower(isSingle: $0) } == [2, 5, 5, 5])
    }

    @Test("many inputs have a tower that is kept at once")
    func many() {
        let built = Atomic(0)
        let tower = LazyTower { keeps in counting(built) + (keeps ? 1 : 0) }
        #expect([false, true, false].map { tower.tower(isSingle: $0) } == [3, 3, 3])
    }

    @Test("many tasks at once get one tower, built once", arguments: [false, true])
    func once(isSingle: Bool) async {
        let built = Atomic(0)
        let tower = LazyTower { keeps in counting(built) + (keeps ? 1 : 0) }
        let values = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<32 { group.addTask { tower.tower(isSingle: isSingle) } }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(values == (isSingle ? [2, 5] : [3]))
        #expect(built.load(ordering: .relaxed) == (isSingle ? 4 : 2))
    }
}
