internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What each thread worked on and when: a list of spans, kept only while somebody asks for it.
///
/// A ``Compute`` that was given one notes its loops, thread by thread; whoever has it names the work around them.
/// Spans of one thread lie inside one another or apart, never across.
public final class Timeline: Sendable {
    /// What kind of work a span is.
    public enum Kind: String, Sendable, CaseIterable {
        /// A step on the way from a file to a vector.
        case stage
        /// A word of the networks: a product, attention, a norm.
        case word
        /// One thread's part in a parallel loop, from its first chunk to its last.
        case loop
    }

    /// A piece of work on one thread.
    public struct Span: Sendable, Hashable {
        /// The work's name; a loop has that of the work around it.
        public let name: String
        /// What kind of work.
        public let kind: Kind
        /// A number for the thread, from 0 on in order of appearance.
        public let thread: Int
        /// Nanoseconds from the timeline's creation to the work's begin.
        public let start: Int64
        /// Nanoseconds from begin to end.
        public let duration: Int64
    }

    private struct State {
        var spans: [Span] = []
        var numbers: [UInt: Int] = [:]
        /// Names of the work that has begun and not ended, by thread.
        var open: [UInt: [String]] = [:]

        mutating func number(of thread: UInt) -> Int {
            if let number = numbers[thread] { return number }
            numbers[thread] = numbers.count
            return numbers.count - 1
        }
    }

    private let state = Mutex(State())
    private let recording = Atomic(false)
    private let origin = ContinuousClock.now

    /// A timeline without spans that keeps none yet.
    public init() {}

    /// Whether spans are kept. Not to be changed while work is going on.
    public var isRecording: Bool {
        get { recording.load(ordering: .relaxed) }
        set { recording.store(newValue, ordering: .relaxed) }
    }

    /// All that was kept, in the order in which it ended.
    public var spans: [Span] { state.withLock { $0.spans } }

    /// Does `body` and notes how long it took, if spans are kept.
    public func measure<R>(_ name: String, _ kind: Kind, _ body: () -> R) -> R {
        guard isRecording else { return body() }
        let thread = Self.thread
        state.withLock {
            // The thread that begins gets the lower number.
            _ = $0.number(of: thread)
            $0.open[thread, default: []].append(name)
        }
        let start = now
        let result = body()
        let end = now
        state.withLock {
            $0.open[thread]?.removeLast()
            let number = $0.number(of: thread)
            $0.spans.append(
                Span(name: name, kind: kind, thread: number, start: start, duration: end - start))
        }
        return result
    }

    /// Keeps the parts of a loop, under the name of what the calling thread works on.
    func add(_ loop: borrowing TimelineLoop) {
        let caller = Self.thread
        state.withLock { state in
            let name = state.open[caller]?.last ?? "loop"
            for part in loop.parts {
                guard let start = part.start else { continue }
                let number = state.number(of: part.thread)
                state.spans.append(
                    Span(name: name, kind: .loop, thread: number, start: start, duration: part.end - start))
            }
        }
    }

    /// Nanoseconds since the timeline's creation.
    var now: Int64 {
        let (seconds, attoseconds) = (ContinuousClock.now - origin).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    /// The calling thread, as the system knows it.
    fileprivate static var thread: UInt {
        #if canImport(Darwin)
            UInt(bitPattern: pthread_self())
        #elseif canImport(Musl)
            UInt(bitPattern: pthread_self())
        #else
            UInt(pthread_self())
        #endif
    }
}

/// What the threads of a pool did in one loop.
struct TimelineLoop: ~Copyable {
    struct Part {
        var thread: UInt = 0
        var start: Int64?
        var end: Int64 = 0
    }

    // Each thread of the pool writes its own place: no two chunks run at once with the same number.
    private nonisolated(unsafe) let places: UnsafeMutableBufferPointer<Part>

    init(threads: Int) {
        places = .allocate(capacity: threads)
        places.initialize(repeating: Part())
    }

    deinit { places.deallocate() }

    /// By number in the pool.
    var parts: UnsafeMutableBufferPointer<Part> { places }

    func begin(_ thread: Int, at time: Int64) {
        guard places[thread].start == nil else { return }
        places[thread] = Part(thread: Timeline.thread, start: time)
    }

    func end(_ thread: Int, at time: Int64) { places[thread].end = time }
}
