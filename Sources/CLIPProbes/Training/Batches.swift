internal import CLIPData

/// The examples in random order, some at a time; the last batch of an epoch may be smaller.
struct Batches {
    private let size: Int
    private let count: Int

    init(of count: Int, size: Int) { (self.count, self.size) = (count, size) }

    /// The number of batches in an epoch.
    var perEpoch: Int { (count + size - 1) / size }

    /// One epoch.
    func shuffled(_ random: inout RandomState) -> [ArraySlice<Int>] {
        let order = random.permutation(count)
        return stride(from: 0, to: count, by: size).map { order[$0..<min($0 + size, count)] }
    }
}
