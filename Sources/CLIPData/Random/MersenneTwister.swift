/// The generator MT19937 of Matsumoto and Nishimura (1998), seeded as NumPy's `RandomState(seed)` does.
///
/// The same seed gives the same words on every machine, and the same as NumPy. Not for secrets.
public struct MersenneTwister: RandomNumberGenerator, Sendable {
    private static let length = 624
    private static let middle = 397

    private var state: [UInt32]
    private var position = MersenneTwister.length

    /// The sequence that belongs to `seed`.
    public init(seed: UInt32) {
        state = [UInt32](repeating: 0, count: Self.length)
        state[0] = seed
        for index in 1..<Self.length {
            let previous = state[index - 1]
            state[index] = 1_812_433_253 &* (previous ^ (previous >> 30)) &+ UInt32(index)
        }
    }

    /// The next 32 random bits.
    public mutating func nextWord() -> UInt32 {
        if position == Self.length { refill() }
        var word = state[position]
        position += 1
        word ^= word >> 11
        word ^= (word << 7) & 0x9D2C_5680
        word ^= (word << 15) & 0xEFC6_0000
        return word ^ (word >> 18)
    }

    /// The next 64 random bits; the upper half is drawn first.
    public mutating func next() -> UInt64 {
        let upper = UInt64(nextWord())
        return upper << 32 | UInt64(nextWord())
    }

    private mutating func refill() {
        for index in 0..<Self.length {
            let following = state[(index + 1) % Self.length]
            let mixed = (state[index] & 0x8000_0000) | (following & 0x7FFF_FFFF)
            let turned = (mixed >> 1) ^ (mixed & 1 == 0 ? 0 : 0x9908_B0DF)
            state[index] = state[(index + Self.middle) % Self.length] ^ turned
        }
        position = 0
    }
}
