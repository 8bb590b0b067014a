/// Samples as parts of 1, and back.
enum Levels {
    /// Each sample divided by 255 in double precision.
    static let units = (0...255).map { Double($0) / 255 }

    /// Cut to 0 … 1 and made a sample. The fraction is dropped, as NumPy's `uint8` does, not rounded.
    @inline(__always)
    static func sample(_ unit: Double) -> UInt8 { whole(min(max(unit, 0), 1) * 255) }

    /// The same for single precision.
    @inline(__always)
    static func sample(_ unit: Float) -> UInt8 { whole(Double(min(max(unit, 0), 1) * 255)) }

    /// A value of 0 … 255 without its fraction.
    @inline(__always)
    static func whole(_ value: Double) -> UInt8 {
        UInt8(truncatingIfNeeded: value.truncated)
    }
}

extension Double {
    /// The whole part of a small number that is not negative, by the position of its bits: unlike `Int(_:)` it has no
    /// branch for what does not fit, so loops over samples are vectorised.
    @inline(__always)
    fileprivate var truncated: UInt64 {
        // From 2⁵² on the last bit of a double is worth 1; the sum rounds, and a sum that was rounded up is corrected.
        let sum = self + 4_503_599_627_370_496
        let rounded = sum - 4_503_599_627_370_496
        return sum.bitPattern &- (rounded > self ? 1 : 0)
    }
}
