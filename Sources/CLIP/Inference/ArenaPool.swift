internal import CLIPNumerics

/// Arenas between forward passes.
final class ArenaPool: Sendable {
    // An arena is used by one pass at a time: it is taken out of the pool for it.
    private struct Box: @unchecked Sendable { let arena: Arena }
    private let idle = Locked<[Box]>([])
    private let floats: Int

    /// - Parameter floats: what lives at once in the largest pass, if that is known.
    init(expecting floats: Int = 0) { self.floats = floats }

    func withArena<R>(_ body: (Arena) -> R) -> R {
        let box = idle.withLock { $0.popLast() } ?? Box(arena: Arena(expecting: floats))
        defer { idle.withLock { $0.append(box) } }
        return body(box.arena)
    }
}
