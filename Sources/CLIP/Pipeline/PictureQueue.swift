internal import CLIPImages

/// Pictures between being named and being vectors: what a thread does next, which crops go through the network
/// together, and what can be handed over. ``PicturePipeline`` lets its threads take from it.
///
/// Results keep the order of inputs. No more than ``window`` inputs are held at once, so memory is bounded, and who
/// takes results slowly slows down the reading.
struct PictureQueue<Input: Sendable, Outcome: Sendable>: Sendable {
    /// A part of the work that one thread does by itself.
    enum Job {
        /// To read one input, and to announce a later one.
        case read(place: Int, Input, later: Input?)
        /// To take crops through the network.
        case encode([Crop])
    }

    /// A crop with the place of its input.
    struct Crop {
        let place: Int
        let image: RGBImage
    }

    private enum Slot {
        case open
        case read(Outcome)
        case done(Outcome, row: ArraySlice<Float>?)

        var isDone: Bool {
            if case .done = self { true } else { false }
        }
    }

    /// The most inputs held at once.
    let window: Int
    private let threads: Int
    private let batchSize: Int

    /// Inputs that nobody has taken yet.
    private var inputs: [(place: Int, input: Input)] = []
    /// Crops that nobody has taken yet.
    private var crops: [Crop] = []
    /// What became of the inputs that were not handed over yet.
    private var slots: [Slot] = []
    /// The place of the first of them.
    private var handedOver = 0
    /// Inputs that are being read.
    private var reading = 0
    /// Batches that are in the network.
    private var encoding = 0
    /// Threads that found nothing to do and left, while others go on.
    private var idle = 0
    /// Whether nothing more is begun.
    private(set) var isClosed = false
    /// How the last inputs are shared out, once there are no more to come.
    private var ending: Ending?
    /// Whether the network is ready: its weights are packed when the first crops need them.
    var canEncode = false

    private enum Ending {
        /// Batches, each by a thread alone.
        case apart
        /// There are too few: all threads go through the network together.
        case together
    }

    /// - Parameters:
    ///   - threads: that take from the queue.
    ///   - batchSize: the most crops that go through the network together.
    init(threads: Int, batchSize: Int) {
        self.threads = threads
        self.batchSize = batchSize
        // A thread that is held up holds back what others have finished behind it: they get some way ahead.
        window = 4 * threads * max(batchSize, 2)
    }
}

// MARK: - The side of inputs and results

extension PictureQueue {
    /// Whether another input may be added.
    var hasRoom: Bool { !isComplete && !isClosed && slots.count < window }

    /// Whether all inputs were added.
    var isComplete: Bool { ending != nil }

    /// Whether every result was handed over, and none is to come.
    var isFinished: Bool { isComplete && slots.isEmpty }

    /// Whether the oldest result is there.
    var hasResults: Bool { slots.first?.isDone ?? false }

    mutating func add(_ input: Input) {
        inputs.append((handedOver + slots.count, input))
        slots.append(.open)
    }

    /// Says that all inputs were added.
    mutating func complete() {
        let rest = inputs.count + reading + crops.count
        let passes = Passes(of: rest, most: batchSize, threads: threads)
        let areApart = passes.areThreadsOwn || threads == 1 && !passes.isSingle || encoding > 0
        ending = areApart ? .apart : .together
    }

    /// Nothing more is begun; what threads are at may still be finished.
    mutating func close() {
        isClosed = true
        inputs = []
        crops = []
    }

    /// The oldest results, as far as no other is missing between them.
    mutating func results() -> (outcomes: [Outcome], values: [Float]) {
        var outcomes: [Outcome] = []
        var values: [Float] = []
        for case .done(let outcome, let row) in slots.prefix(while: \.isDone) {
            outcomes.append(outcome)
            if let row { values += row }
        }
        slots.removeFirst(outcomes.count)
        handedOver += outcomes.count
        return (outcomes, values)
    }
}

// MARK: - The threads' side

extension PictureQueue {
    /// Whether there is anything that threads could do.
    var hasWork: Bool { !isClosed && !(inputs.isEmpty && crops.isEmpty) }

    /// Whether the network is needed now and is not ready.
    var needsNetwork: Bool { !isClosed && !canEncode && !crops.isEmpty }

    /// Whether the network is needed for some crops that go through it together, and for nothing more.
    var isSingle: Bool {
        guard case .together = ending else { return false }
        return !canEncode && inputs.isEmpty && reading == 0 && crops.count <= max(1, batchSize / 2)
    }

    /// All threads are there again.
    mutating func gather() { idle = 0 }

    /// What a thread does next; nil if it is to leave, until all have left and are gathered again.
    mutating func take() -> Job? {
        // Where there is work again, all leave, so that all come back.
        if !isClosed, idle == 0 || !hasWork, let job = job() { return job }
        idle += 1
        return nil
    }

    private mutating func job() -> Job? {
        if let count = readyCrops { return canEncode ? .encode(takeCrops(count)) : nil }
        guard !inputs.isEmpty else { return nil }
        let (place, input) = inputs.removeFirst()
        reading += 1
        // Far enough ahead for a disk, near enough not to fill memory with files.
        let ahead = 2 * threads
        return .read(place: place, input, later: ahead <= inputs.count ? inputs[ahead - 1].input : nil)
    }

    /// How many crops a thread may take now; nil if it should rather read, or leave.
    private var readyCrops: Int? {
        let isAll = inputs.isEmpty && (reading == 0 || !isComplete)
        let wanted: Int
        switch ending {
        case nil: wanted = batchSize
        case .together: return nil
        case .apart:
            let rest = inputs.count + reading + crops.count
            wanted = Passes.next(of: max(1, rest), most: batchSize, threads: threads)
        }
        return crops.count >= wanted || isAll && !crops.isEmpty ? min(wanted, crops.count) : nil
    }

    private mutating func takeCrops(_ count: Int) -> [Crop] {
        encoding += 1
        defer { crops.removeFirst(count) }
        return Array(crops.prefix(count))
    }

    /// Crops that all threads take through the network together, when all have left.
    mutating func takeShared() -> [Crop]? {
        guard case .together = ending, canEncode, inputs.isEmpty, !crops.isEmpty, !isClosed else {
            return nil
        }
        let batches = Passes(of: crops.count, most: batchSize, threads: 1).batches
        return takeCrops(batches[0].count)
    }

    /// An input was read, or was found to be no picture.
    mutating func finish(reading place: Int, _ outcome: Outcome, _ image: RGBImage?) {
        reading -= 1
        slots[place - handedOver] = image == nil ? .done(outcome, row: nil) : .read(outcome)
        if let image, !isClosed { crops.append(Crop(place: place, image: image)) }
    }

    /// Crops have become rows.
    /// - Parameter values: as many for each.
    mutating func finish(encoding crops: [Crop], _ values: [Float]) {
        encoding -= 1
        let columns = values.count / crops.count
        for (row, crop) in crops.enumerated() {
            let slot = crop.place - handedOver
            guard case .read(let outcome) = slots[slot] else { continue }
            slots[slot] = .done(outcome, row: values[row * columns..<(row + 1) * columns])
        }
    }
}
