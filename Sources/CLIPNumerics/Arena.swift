/// Memory that the steps of a forward pass take and give back.
///
/// One region of address space holds all that lives at once: a step gets the first gap that is wide enough, so passes
/// of any size work on the same pages, and small ones stay in the caches. Pages that no pass has written yet take no
/// memory. A region that turns out too small is replaced by one that is not, once; after that nothing is taken from
/// the system.
///
/// Not for several threads at once: a forward pass has an arena of its own.
public final class Arena {
    private var regions: [Region] = []
    /// The least that is asked of the system at once, in floats.
    private let expected: Int
    /// Bytes of address space held from the system.
    public var footprint: Int { regions.reduce(0) { $0 + $1.count * 4 } }
    /// How often the system was asked for memory.
    public private(set) var growth = 0

    /// - Parameter floats: what is known to be needed at once; an arena without any grows with the first pass.
    public init(expecting floats: Int = 0) { expected = floats }

    deinit {
        for region in regions { region.memory.deallocate() }
    }

    /// A run of floats with unknown content, aligned to a cache line.
    func take(_ count: Int) -> ArenaBlock {
        let count = max(1, (count + 15) / 16) * 16
        for index in regions.indices {
            if let memory = regions[index].take(count) {
                return ArenaBlock(arena: self, memory: memory, count: count)
            }
        }
        // Regions that hold nothing make room, so that passes of growing size do not leave all smaller sizes behind.
        for region in regions where region.isIdle { region.memory.deallocate() }
        regions.removeAll(where: \.isIdle)
        var region = Region(count: max(count, expected))
        growth += 1
        guard let memory = region.take(count) else { preconditionFailure("a region is as large as asked") }
        regions.append(region)
        return ArenaBlock(arena: self, memory: memory, count: count)
    }

    fileprivate func give(_ memory: UnsafeMutablePointer<Float>, count: Int) {
        for index in regions.indices where regions[index].holds(memory) {
            regions[index].give(memory, count: count)
        }
    }
}

/// Address space with the gaps in it.
private struct Region {
    let memory: UnsafeMutablePointer<Float>
    let count: Int
    /// Ascending; no two touch.
    private var gaps: [Range<Int>]

    init(count: Int) {
        self.count = count
        memory = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
            .bindMemory(to: Float.self, capacity: count)
        gaps = [0..<count]
    }

    var isIdle: Bool { gaps == [0..<count] }

    func holds(_ pointer: UnsafeMutablePointer<Float>) -> Bool { (0..<count).contains(pointer - memory) }

    mutating func take(_ count: Int) -> UnsafeMutablePointer<Float>? {
        guard let index = gaps.firstIndex(where: { $0.count >= count }) else { return nil }
        let start = gaps[index].lowerBound
        if gaps[index].count == count {
            gaps.remove(at: index)
        } else {
            gaps[index] = start + count..<gaps[index].upperBound
        }
        return memory + start
    }

    mutating func give(_ pointer: UnsafeMutablePointer<Float>, count: Int) {
        var gap = pointer - memory..<pointer - memory + count
        var index = gaps.firstIndex { $0.lowerBound > gap.lowerBound } ?? gaps.count
        if index < gaps.count, gaps[index].lowerBound == gap.upperBound {
            gap = gap.lowerBound..<gaps.remove(at: index).upperBound
        }
        if index > 0, gaps[index - 1].upperBound == gap.lowerBound {
            index -= 1
            gap = gaps.remove(at: index).lowerBound..<gap.upperBound
        }
        gaps.insert(gap, at: index)
    }
}

/// A piece of an arena, given back by the last reference to it.
final class ArenaBlock {
    private let arena: Arena
    let memory: UnsafeMutablePointer<Float>
    private let count: Int

    init(arena: Arena, memory: UnsafeMutablePointer<Float>, count: Int) {
        self.arena = arena
        self.memory = memory
        self.count = count
    }

    deinit { arena.give(memory, count: count) }
}
