/// Memory that matrices are packed in one after the other, each in the place of the last.
///
/// For weights that are used once: what is packed is still in the caches when the product reads it, and takes no more
/// memory than the largest matrix. For one thread that packs at a time.
public final class PackingMemory: Sendable {
    let panels = GrowingMemory()
    let rows = GrowingMemory()

    /// Memory that is taken when it is first needed.
    public init() {}
}

/// A piece of memory that is replaced by a larger one where it is too small.
final class GrowingMemory: Sendable {
    // Only asked by one thread at a time.
    private nonisolated(unsafe) var memory: UnsafeMutableRawPointer?
    private nonisolated(unsafe) var size = 0

    /// Bytes with unknown content, aligned to a cache line, until more are asked for.
    func room(for count: Int) -> UnsafeMutableRawPointer {
        if let memory, count <= size { return memory }
        memory?.deallocate()
        size = count
        let room = UnsafeMutableRawPointer(allocateFloats((count + 3) / 4))
        memory = room
        return room
    }

    deinit { memory?.deallocate() }
}
