/// Memory that the steps of a forward pass take and give back.
///
/// A block is free again when the last value on it goes away, and the next step of the same size gets
/// it while it is still in the caches. After the first pass nothing is taken from the system.
///
/// Not for several threads at once: a forward pass has an arena of its own.
public final class Arena {
    private var free: [(capacity: Int, memory: UnsafeMutablePointer<Float>)] = []
    /// Bytes held from the system.
    public private(set) var footprint = 0

    /// An empty arena: it grows with the first pass.
    public init() {}

    deinit {
        for block in free { block.memory.deallocate() }
    }

    /// A run of floats with unknown content, aligned to a cache line.
    func take(_ count: Int) -> ArenaBlock {
        var best: Int?
        for (index, block) in free.enumerated() where block.capacity >= count {
            if best.map({ block.capacity < free[$0].capacity }) ?? true { best = index }
        }
        if let best {
            let block = free.remove(at: best)
            return ArenaBlock(arena: self, memory: block.memory, capacity: block.capacity)
        }
        // None is large enough: the largest free one makes room for it, so that passes of growing size do
        // not leave all smaller sizes behind.
        if let largest = free.indices.max(by: { free[$0].capacity < free[$1].capacity }) {
            let block = free.remove(at: largest)
            block.memory.deallocate()
            footprint -= block.capacity * 4
        }
        // A multiple of 4 KiB, so that sizes which differ by a row share blocks.
        let capacity = (count + 1023) / 1024 * 1024
        let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity * 4, alignment: 64)
            .bindMemory(to: Float.self, capacity: capacity)
        footprint += capacity * 4
        return ArenaBlock(arena: self, memory: memory, capacity: capacity)
    }

    fileprivate func give(_ memory: UnsafeMutablePointer<Float>, capacity: Int) {
        free.append((capacity, memory))
    }
}

/// A piece of an arena, given back by the last reference to it.
final class ArenaBlock {
    private let arena: Arena
    let memory: UnsafeMutablePointer<Float>
    private let capacity: Int

    init(arena: Arena, memory: UnsafeMutablePointer<Float>, capacity: Int) {
        self.arena = arena
        self.memory = memory
        self.capacity = capacity
    }

    deinit { arena.give(memory, capacity: capacity) }
}
