// Goal: exact rounding on every processor. `Float16` does not exist on Intel Macs, and there is no brain half in
// Swift, so both are made by integer arithmetic. Ties go to the even neighbour, as IEEE 754 and PyTorch round.

extension ElementType {
    /// The types that a converted file may have.
    package static let convertible: [ElementType] = [.float32, .float16, .bfloat16]

    /// The largest number that does not become infinite, in words.
    package var largestText: String {
        switch self {
        case .float16: "65504"
        case .bfloat16: "3.39e38"
        default: "3.4e38"
        }
    }
}

/// Rounds floats to 16 bits.
///
/// - Parameters:
///   - type: ``ElementType/float16`` or ``ElementType/bfloat16``.
///   - target: as many little-endian elements as there are floats.
/// - Returns: the index of the first finite number that became infinite; nil if there is none.
func narrow(
    _ source: UnsafeBufferPointer<Float>, _ type: ElementType, into target: UnsafeMutableRawBufferPointer
) -> Int? {
    let isHalf = type == .float16
    let infinity: UInt16 = isHalf ? 0x7C00 : 0x7F80
    var overflow: Int?
    for (index, value) in source.enumerated() {
        let bits = isHalf ? narrowHalf(value) : narrowBrainHalf(value)
        if bits & 0x7FFF == infinity, value.isFinite, overflow == nil { overflow = index }
        target.storeBytes(of: bits.littleEndian, toByteOffset: index &* 2, as: UInt16.self)
    }
    return overflow
}

/// The IEEE half nearest to a float, as its bits; a NaN stays one.
func narrowHalf(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let sign = UInt16(truncatingIfNeeded: bits >> 16) & 0x8000
    let magnitude = bits & 0x7FFF_FFFF
    if magnitude > 0x7F80_0000 {
        return sign | 0x7E00 | UInt16(truncatingIfNeeded: magnitude >> 13) & 0x1FF
    }
    // From 2¹⁶ on everything is infinite; what lies below and rounds up to it gets there by its carry.
    if magnitude >= 0x4780_0000 { return sign | 0x7C00 }
    if magnitude >= 0x3880_0000 {
        let rounded = magnitude &+ 0xFFF &+ (magnitude >> 13 & 1)
        return sign | UInt16(truncatingIfNeeded: (rounded &- 0x3800_0000) >> 13)
    }
    // Below 2⁻¹⁴: beside ½ a float's last place is worth 2⁻²⁴, what a half's is here. The addition rounds.
    let shifted = Float(bitPattern: magnitude) + 0.5
    return sign | UInt16(truncatingIfNeeded: shifted.bitPattern &- 0x3F00_0000)
}

/// The brain half nearest to a float, as its bits: a float's upper half, rounded. A NaN stays one.
func narrowBrainHalf(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    if bits & 0x7FFF_FFFF > 0x7F80_0000 { return UInt16(truncatingIfNeeded: bits >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
}

/// A double as a float that rounds on to 16 bits as the double itself would: what is between two floats becomes the
/// odd one of them, so that it cannot be taken for a tie.
func roundedToOdd(_ value: Double) -> Float {
    let nearest = Float(value)
    guard Double(nearest) != value, value.isFinite, nearest.isFinite else { return nearest }
    let towardsZero =
        Double(nearest).magnitude > value.magnitude ? nearest.bitPattern &- 1 : nearest.bitPattern
    return Float(bitPattern: towardsZero | 1)
}
