internal import CLIPNumerics

/// Runs one tower batch by batch, off Swift's cooperative threads.
///
/// Batches of concurrent calls take turns on the `Compute`'s queue; a call's task is asked between runs of batches
/// whether it was cancelled. Arenas are kept for the next call, one per batch that runs at once.
final class Encoder<Tower: Sendable>: Sendable {
    private let tower: LazyTower<Tower>
    private let compute: Compute
    private let element: Element
    private let arenas: ArenaPool
    /// Columns of a result, E.
    let dimension: Int
    /// The most inputs that go through the tower together.
    let batchSize: Int

    /// - Parameters:
    ///   - compute: threads and instruction set.
    ///   - element: what products take.
    ///   - dimension: columns of a result, E.
    ///   - batchSize: the most inputs that go through the tower together.
    ///   - activations: floats of all that lives at once while the largest batch goes through.
    ///   - build: makes the tower when it is needed, with weights that are kept or for one pass; see ``LazyTower``.
    init(
        compute: Compute, element: Element, dimension: Int, batchSize: Int, activations: Int,
        build: @escaping @Sendable (_ keeps: Bool) -> Tower
    ) {
        self.compute = compute
        self.element = element
        self.dimension = dimension
        self.batchSize = batchSize
        arenas = ArenaPool(expecting: activations)
        tower = LazyTower(build)
    }

    /// - Parameters:
    ///   - count: how many inputs there are.
    ///   - passes: how they are shared out; nil: as suits their number.
    ///   - columns: numbers of one input's result, where that is no embedding; nil for ``dimension``.
    ///   - normalised: whether each row is divided by its length.
    ///   - forward: the tower on inputs of this range, E or `columns` numbers for each.
    func encode(
        _ count: Int, in passes: Passes? = nil, columns: Int? = nil, normalised: Bool,
        _ forward: @escaping @Sendable (Tower, Range<Int>, InferenceOps) -> Tensor
    ) async throws(CancellationError) -> EmbeddingMatrix {
        let dimension = columns ?? self.dimension
        let passes = passes ?? Passes(of: count, most: batchSize, threads: compute.threads)
        var values: [Float] = []
        values.reserveCapacity(count * dimension)
        for batches in passes.runs(threads: compute.threads) {
            if Task.isCancelled { throw CancellationError() }
            values += await compute.perform { [self] in
                let tower = tower.tower(isSingle: passes.isSingle)
                guard passes.areThreadsOwn else {
                    return rows(
                        tower, batches[batches.startIndex], dimension, normalised, on: compute, forward)
                }
                return compute.map(Array(batches)) {
                    rows(tower, $0, dimension, normalised, on: compute.alone, forward)
                }.flatMap(\.self)
            }
        }
        return EmbeddingMatrix(rows: count, dimension: dimension, values: values)
    }

    /// Builds the tower unless that was done; takes a second or so for a large one.
    func prepare() { _ = tower.tower(isSingle: false) }

    /// One batch on the calling thread's time.
    /// - Parameters:
    ///   - count: inputs, at most ``batchSize``.
    ///   - isSingle: whether they may be all, so that the tower's weights are not kept; see ``LazyTower``.
    ///   - columns: numbers of one input's result, where that is no embedding; nil for ``dimension``.
    ///   - normalised: whether each row is divided by its length.
    ///   - compute: the encoder's, or `alone` of it; the tower must have been prepared for that.
    ///   - forward: the tower on all inputs.
    /// - Returns: `[count, columns]`
    func encodeNow(
        _ count: Int, isSingle: Bool, columns: Int? = nil, normalised: Bool, on compute: Compute,
        _ forward: (Tower, Range<Int>, InferenceOps) -> Tensor
    ) -> [Float] {
        rows(
            tower.tower(isSingle: isSingle), 0..<count, columns ?? dimension, normalised, on: compute, forward
        )
    }

    private func rows(
        _ tower: Tower, _ batch: Range<Int>, _ columns: Int, _ normalised: Bool, on compute: Compute,
        _ forward: (Tower, Range<Int>, InferenceOps) -> Tensor
    ) -> [Float] {
        arenas.withArena { arena in
            let ops = InferenceOps(compute: compute, arena: arena, element: element)
            var rows = forward(tower, batch, ops).floats
            if normalised { compute.normalise(&rows, columns: columns) }
            return rows
        }
    }
}
