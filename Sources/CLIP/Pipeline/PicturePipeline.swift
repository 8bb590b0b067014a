internal import CLIPImages
internal import CLIPNumerics

/// Reads, decodes and crops pictures beside encoding others: each thread takes what is most needed next and does it by
/// itself, so that none waits while there is work.
///
/// Nothing waits on a thread of the model's: where there is no room or nothing to do, the threads leave, and
/// whoever takes results or adds inputs sets them to work again. They also leave where another user of the model's
/// threads waits, and queue up behind it.
final class PicturePipeline<Input: Sendable, Outcome: Sendable>: Sendable {
    /// What is done with inputs, on the model's threads.
    struct Reading: Sendable {
        /// Is told of an input some time before it is read.
        let announce: @Sendable (Input) -> Void
        /// Makes it a crop, or finds that it is none.
        let read: @Sendable (Input) -> (Outcome, RGBImage?)
    }
    /// The network on crops: as many values for each.
    struct Network: Sendable {
        /// The most crops of a batch.
        let batchSize: Int
        /// Packs the weights, if that was not done yet.
        let prepare: @Sendable () -> Void
        /// `isSingle`: whether these crops are all, so that the weights need not be kept; else they were prepared.
        let encode: @Sendable (_ crops: [RGBImage], _ isSingle: Bool, Compute) -> [Float]
    }

    private struct State {
        var queue: PictureQueue<Input, Outcome>
        /// Whether the threads are at work, or about to be.
        var areWorking = false
        /// Who waits for results.
        var waiting: CheckedContinuation<Void, Never>?

        /// Whether there is something to tell who waits.
        private var hasNews: Bool {
            queue.hasResults || queue.isFinished || queue.isClosed && !areWorking
        }

        /// Who is to be woken now.
        mutating func woken() -> CheckedContinuation<Void, Never>? {
            guard hasNews else { return nil }
            defer { waiting = nil }
            return waiting
        }
    }

    /// What each thread does at least before another user of the threads has its turn.
    private static var turn: Int { 4 }

    private let compute: Compute
    private let network: Network
    private let reading: Reading
    private let state: Locked<State>

    init(_ compute: Compute, _ network: Network, _ reading: Reading) {
        self.compute = compute
        self.network = network
        self.reading = reading
        state = Locked(
            State(queue: PictureQueue(threads: compute.threads, batchSize: network.batchSize)))
    }

    /// Takes inputs while there is room for them, and sets the threads to work.
    /// - Parameter next: the next input; nil at the end.
    func fill(_ next: () -> Input?) {
        while state.withLock({ $0.queue.hasRoom }) {
            // Outside the lock: a list may come through a pipe.
            let input = next()
            state.withLock { state in
                if let input { state.queue.add(input) } else { state.queue.complete() }
            }
        }
        start()
    }

    /// Waits until there are results, or none will come any more, and takes them.
    /// - Returns: nil at the end, and once the pipeline is closed and what was finished is taken.
    func results() async -> (outcomes: [Outcome], values: [Float])? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let woken = state.withLock { state in
                    state.waiting = continuation
                    return state.woken()
                }
                woken?.resume()
            }
        } onCancel: {
            close()
        }
        let results = state.withLock { $0.queue.results() }
        return results.outcomes.isEmpty ? nil : results
    }

    /// Begins nothing more.
    func close() {
        let woken = state.withLock { state in
            state.queue.close()
            return state.woken()
        }
        woken?.resume()
    }

    /// Hands work to the model's threads, unless they have it.
    private func start() {
        let starts = state.withLock { state in
            defer { state.areWorking = state.areWorking || state.queue.hasWork }
            return !state.areWorking && state.queue.hasWork
        }
        if starts { compute.enqueue(work) }
    }

    /// What all threads do until one finds nothing to do, or somebody else waits for them.
    @Sendable private func work() {
        state.withLock { $0.queue.gather() }
        compute.parallel(compute.threads) { _, _ in
            var done = 0
            while done < Self.turn || !compute.isAwaited, let job = state.withLock({ $0.queue.take() }) {
                perform(job)
                done += 1
            }
        }
        let (needsNetwork, isSingle) = state.withLock { ($0.queue.needsNetwork, $0.queue.isSingle) }
        if needsNetwork {
            if !isSingle { network.prepare() }
            state.withLock { $0.queue.canEncode = true }
        }
        while let crops = state.withLock({ $0.queue.takeShared() }) {
            encode(crops, isSingle: isSingle, on: compute)
        }
        let (goesOn, woken) = state.withLock { state in
            state.areWorking = state.queue.hasWork
            return (state.areWorking, state.woken())
        }
        if goesOn { compute.enqueue(work) }
        woken?.resume()
    }

    private func perform(_ job: PictureQueue<Input, Outcome>.Job) {
        switch job {
        case .read(let place, let input, let later):
            if let later { reading.announce(later) }
            let (outcome, crop) = reading.read(input)
            finish { $0.finish(reading: place, outcome, crop) }
        case .encode(let crops): encode(crops, isSingle: false, on: compute.alone)
        }
    }

    private func encode(
        _ crops: [PictureQueue<Input, Outcome>.Crop], isSingle: Bool, on compute: Compute
    ) {
        let values = network.encode(crops.map(\.image), isSingle, compute)
        finish { $0.finish(encoding: crops, values) }
    }

    private func finish(_ change: (inout PictureQueue<Input, Outcome>) -> Void) {
        let woken = state.withLock { state in
            change(&state.queue)
            return state.woken()
        }
        woken?.resume()
    }
}
