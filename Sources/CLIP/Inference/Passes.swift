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
        let batches = (count + most - 1) / most
        isSingle = count <= max(1, most / 2)
        // As many for each thread, all of the same size or one less, the larger ones first.
        let even = areThreadsOwn ? min(count, (batches + threads - 1) / threads * threads) : batches
        self.batches = (0..<even).map { batch in
            count - count * (even - batch) / even..<count - count * (even - batch - 1) / even
        }
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
