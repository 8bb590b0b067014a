internal import CCLIPKernels
internal import Synchronization

/// Where numbers are worked on: a pool of threads and the kernels of one instruction set.
///
/// A value to pass to `load`; ``shared`` is the default and the one global of the library. Several
/// models on one `Compute` take turns on its threads instead of competing for cores.
public final class Compute: Sendable {
    /// All the cores that the process may use, the processor's best instruction set.
    public static let shared = Compute()

    /// Threads that work on one loop, the calling one included.
    public let threads: Int
    /// The kernels' instruction set.
    public let instructionSet: InstructionSet
    /// Who wants to know what each thread does and when, if anyone.
    public let timeline: Timeline?

    nonisolated(unsafe) let kernels: UnsafePointer<cclip_kernels>
    /// The same kernels on the calling thread alone, without a timeline: for the parts of a loop whose threads each go
    /// through many steps by themselves, and so never wait for each other. Any number of threads may use it at once.
    public var alone: Compute { single ?? self }

    private nonisolated(unsafe) let pool: OpaquePointer?
    /// Nil if this is one itself.
    private let single: Compute?
    let queue = BatchQueue()

    /// - Parameters:
    ///   - threads: at least 1; default: the cores that this process is bound to, or fewer under a
    ///     control group's quota.
    ///   - instructionSet: default: the best there is. One that the processor lacks falls back to
    ///     ``InstructionSet/plain``.
    ///   - timeline: notes every loop while it is recording.
    public init(
        threads: Int? = nil, instructionSet: InstructionSet = .best, timeline: Timeline? = nil
    ) {
        self.timeline = timeline
        let wanted = max(1, min(threads ?? Int(cclip_available_cores()), 1024))
        let set = instructionSet.isAvailable ? instructionSet : .plain
        guard let kernels = set.kernels else {
            preconditionFailure("the plain kernels are part of every build")
        }
        self.kernels = kernels
        self.instructionSet = set
        // Without memory for a pool the calling thread does all the work.
        pool = cclip_pool_create(wanted)
        self.threads = pool.map { Int(cclip_pool_threads($0)) } ?? 1
        single = Compute(oneThreadOf: set, kernels)
    }

    private init(oneThreadOf set: InstructionSet, _ kernels: UnsafePointer<cclip_kernels>) {
        self.kernels = kernels
        instructionSet = set
        (threads, timeline, pool, single) = (1, nil, nil, nil)
    }

    deinit {
        if let pool { cclip_pool_destroy(pool) }
    }

    /// Calls `body(chunk, thread)` once for every chunk in `0 ..< chunks`, on all threads; returns when
    /// all are done. Calls from several threads take turns, chunk order is not defined, and `body` must
    /// not call this method again.
    /// - Parameters:
    ///   - chunks: parts of the work; more than threads, so that a slow thread takes fewer.
    ///   - body: `thread` is in `0 ..< threads`; no two calls run at once with the same one.
    public func parallel(_ chunks: Int, _ body: (_ chunk: Int, _ thread: Int) -> Void) {
        guard let timeline, timeline.isRecording else { return run(chunks, body) }
        let loop = TimelineLoop(threads: threads)
        run(chunks) { chunk, thread in
            loop.begin(thread, at: timeline.now)
            body(chunk, thread)
            loop.end(thread, at: timeline.now)
        }
        timeline.add(loop)
    }

    private func run(_ chunks: Int, _ body: (_ chunk: Int, _ thread: Int) -> Void) {
        guard chunks > 0 else { return }
        guard let pool else {
            for chunk in 0..<chunks { body(chunk, 0) }
            return
        }
        withoutActuallyEscaping(body) { escaping in
            var box = escaping
            withUnsafeMutablePointer(to: &box) { context in
                cclip_pool_run(
                    pool, chunks,
                    { context, chunk, thread in
                        context!.assumingMemoryBound(to: ((Int, Int) -> Void).self).pointee(chunk, thread)
                    }, context)
            }
        }
    }

    /// The most multiply-adds that the kernels' instruction set does on this machine now, on registers
    /// alone, on all threads at once: what a matrix product could reach at best.
    /// - Parameter element: of the factors.
    /// - Returns: floating point operations per second, the best of a few short runs.
    public func measuredCeiling(_ element: Element = .f32) -> Double {
        let loop =
            switch element {
            case .f32: kernels.pointee.ceiling
            case .bf16: kernels.pointee.ceiling_bf16
            case .int8: kernels.pointee.ceiling_int8
            }
        guard let loop else { return 0 }
        let clock = ContinuousClock()
        var best = 0.0
        for _ in 0..<5 {
            nonisolated(unsafe) var rates = [Double](repeating: 0, count: threads)
            let begun = Atomic(0)
            rates.withUnsafeMutableBufferPointer {
                nonisolated(unsafe) let rates = $0
                parallel(threads) { chunk, _ in
                    // A thread that sleeps takes its time to wake up: none may take its part meanwhile.
                    begun.add(1, ordering: .relaxed)
                    while begun.load(ordering: .relaxed) < threads {}
                    var sink: (Float, Float, Float) = (1, 1e-9, 0)
                    var operations = 0.0
                    let time = clock.measure {
                        operations = withUnsafeMutableBytes(of: &sink) {
                            loop(1_000_000, $0.baseAddress!.assumingMemoryBound(to: Float.self))
                        }
                    }
                    rates[chunk] = operations / (time / .seconds(1))
                }
            }
            best = max(best, rates.reduce(0, +))
        }
        return best
    }
}
