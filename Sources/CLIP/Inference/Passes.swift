/// How inputs are shared out over the threads.
///
/// A thread that takes some inputs through all layers by itself waits for no other, whatever else the machine does, and
/// their activations stay in its own cache. Where there are too few inputs for that, all threads go through the layers
/// together and share each step.
struct Passes: Sendable {
    /// Ranges of inputs that go through the tower as one batch each.
    let batches: [Range<Int>]
    /// Whether each batch is one thread's; else each is all threads'.
    let areThreadsOwn: Bool

    /// Whether there is one batch, and a single input or room for more in it, so that it may be the only one that this
    /// process will have.
    let isSingle: Bool

    /// - Parameters:
    ///   - count: how many inputs there are.
    ///   - most: inputs of a batch.
    ///   - threads: how many there are.
    init(of count: Int, most: Int, threads: Int) {
        // Half a batch keeps one thread's kernels busy.
        areThreadsOwn = threads > 1 && count >= threads * ((most + 1) / 2)
        isSingle = count <= max(1, most / 2)
        var batches: [Range<Int>] = []
        var start = 0
        while start < count {
            let size = Self.next(of: count - start, most: most, threads: areThreadsOwn ? threads : 1)
            batches.append(start..<start + size)
            start += size
        }
        self.batches = batches
    }

    /// How many of the inputs that are left go through the tower next.
    ///
    /// One thread's batches are all of the same size or one less, for small ones keep it less busy. Of several threads
    /// each may be held up by what else the machine does: towards the end batches become smaller, half of what was left
    /// with each round, so that none works on a large one while the others have nothing more to do.
    /// - Parameters:
    ///   - rest: inputs that are left, at least 1.
    ///   - most: inputs of a batch.
    ///   - threads: that take batches, each for itself.
    static func next(of rest: Int, most: Int, threads: Int) -> Int {
        let shares = threads > 1 ? threads : (rest + most - 1) / most
        return min(most, (rest + shares - 1) / shares)
    }

    /// - Parameters:
    ///   - batches: ranges of inputs.
    ///   - threads: how many there are.
    init(_ batches: [Range<Int>], threads: Int) {
        self.batches = batches
        areThreadsOwn = threads > 1 && batches.count >= threads
        isSingle = batches.count == 1
    }

    /// The batches in runs between which a task may be cancelled: some for each thread, so that one that is held up
    /// takes fewer.
    func runs(threads: Int) -> [ArraySlice<Range<Int>>] {
        let length = areThreadsOwn ? 4 * threads : 1
        return stride(from: 0, to: batches.count, by: length).map {
            batches[$0..<min($0 + length, batches.count)]
        }
    }
}
