#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Random numbers as NumPy's legacy `numpy.random.RandomState` gives them, bit by bit.
///
/// Published splits and shuffles come from `RandomState(seed)` or `numpy.random.seed(seed)`; NumPy keeps these
/// sequences frozen (NEP 19), so the same calls in the same order give the same numbers here. The source is
/// `numpy/random/mtrand.pyx` with `src/legacy/legacy-distributions.c`.
public struct RandomState: Sendable {
    private var words: MersenneTwister
    /// The second number of a pair of normal ones, which the next call takes.
    private var waitingNormal: Double?

    /// The sequence of a seed, which NumPy takes from 0 to 2³² − 1.
    public init(seed: UInt32) {
        words = MersenneTwister(seed: seed)
    }

    // MARK: Single numbers

    /// A number from [0, 1) with 53 random bits: `random_sample()`.
    public mutating func randomSample() -> Double {
        let upper = words.nextWord() >> 5
        let lower = words.nextWord() >> 6
        return (Double(upper) * 67_108_864 + Double(lower)) / 9_007_199_254_740_992
    }

    /// A number from [`low`, `high`): `uniform(low, high)`.
    public mutating func uniform(_ low: Double = 0, _ high: Double = 1) -> Double {
        low + (high - low) * randomSample()
    }

    /// A whole number of the range: `randint(low, high)`.
    /// - Precondition: the range is not empty.
    public mutating func randint(_ range: Range<Int>) -> Int {
        precondition(!range.isEmpty, "there is no number in \(range)")
        let largest = UInt64(bitPattern: Int64(range.upperBound &- 1 &- range.lowerBound))
        return range.lowerBound &+ Int(truncatingIfNeeded: bounded(largest))
    }

    /// A number of the normal distribution: `normal(mean, deviation)`, by Marsaglia's polar method.
    public mutating func normal(mean: Double = 0, deviation: Double = 1) -> Double {
        mean + deviation * standardNormal()
    }

    // MARK: Orders and choices

    /// The numbers below `count` in random order: `permutation(count)`.
    public mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        shuffle(&order)
        return order
    }

    /// Puts elements into random order: `shuffle(elements)`.
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        guard elements.count > 1 else { return }
        for index in (1..<elements.count).reversed() {
            elements.swapAt(index, Int(bounded(UInt64(index))))
        }
    }

    /// Different elements in random order: `choice(elements, count, replace=False)`.
    /// - Precondition: there are at least `count` elements.
    public mutating func choice<Element>(_ count: Int, of elements: [Element]) -> [Element] {
        precondition(count <= elements.count, "\(count) elements out of \(elements.count)")
        return permutation(elements.count).prefix(count).map { elements[$0] }
    }

    /// Elements that may repeat: `choice(elements, count)`.
    /// - Precondition: there is an element.
    public mutating func choiceWithReplacement<Element>(_ count: Int, of elements: [Element]) -> [Element] {
        (0..<count).map { _ in elements[randint(0..<elements.count)] }
    }

    // MARK: How they are drawn

    /// A number from 0 to `largest`: bits are drawn until they are not above it.
    private mutating func bounded(_ largest: UInt64) -> UInt64 {
        guard largest > 0 else { return 0 }
        let mask = UInt64.max >> UInt64(largest.leadingZeroBitCount)
        while true {
            let bits = largest <= UInt64(UInt32.max) ? UInt64(words.nextWord()) : words.next()
            if bits & mask <= largest { return bits & mask }
        }
    }

    private mutating func standardNormal() -> Double {
        if let waiting = waitingNormal {
            waitingNormal = nil
            return waiting
        }
        while true {
            let first = 2 * randomSample() - 1
            let second = 2 * randomSample() - 1
            let square = first * first + second * second
            guard square < 1, square != 0 else { continue }
            let factor = (-2 * log(square) / square).squareRoot()
            waitingNormal = factor * first
            return factor * second
        }
    }
}
