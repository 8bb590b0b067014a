/// Pairs that may be merged, the lowest rank first and within a rank the leftmost: a binary heap.
struct MergeQueue {
    struct Entry {
        /// Rank above, place below, so that one comparison orders both.
        fileprivate let key: UInt64

        /// - Parameters: neither is negative.
        init(rank: Int32, place: Int32) {
            key = UInt64(UInt32(bitPattern: rank)) << 32 | UInt64(UInt32(bitPattern: place))
        }

        var rank: Int32 { Int32(truncatingIfNeeded: key >> 32) }
        var place: Int32 { Int32(truncatingIfNeeded: key) }
    }

    private var entries: [Entry] = []

    var first: Entry? { entries.first }

    mutating func insert(_ entry: Entry) {
        entries.append(entry)
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].key < entries[parent].key else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// Removes the first entry. There must be one.
    mutating func removeFirst() {
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
                if entries[child].key < entries[smallest].key { smallest = child }
            }
            guard smallest != parent else { return }
            entries.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
