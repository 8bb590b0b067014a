// Goal: exact, then fast on the plain instruction set of every processor. `Float16`'s own conversion
// is a library call per element without hardware support, so halves are widened by integer
// arithmetic that the compiler turns into vector code.

/// Widens stored elements to `Float`: exactly for halves and singles, rounded to nearest for doubles
/// and for integers above 2²⁴.
///
/// - Parameters:
///   - source: little-endian elements of type `type`, at any alignment.
///   - target: as many floats as `source` has elements.
@usableFromInline
func widen(_ source: UnsafeRawPointer, _ type: ElementType, into target: UnsafeMutableBufferPointer<Float>) {
    guard let out = target.baseAddress else { return }
    let count = target.count
    switch type {
    case .float32:
        UnsafeMutableRawPointer(out).copyMemory(from: source, byteCount: count * 4)
    case .float16: widenHalves(source, out, count)
    case .bfloat16: widenBrainHalves(source, out, count)
    case .float64: convert(source, out, count, as: UInt64.self) { Float(Double(bitPattern: $0)) }
    case .int64: convert(source, out, count, as: Int64.self) { Float($0) }
    case .int32: convert(source, out, count, as: Int32.self) { Float($0) }
    case .int16: convert(source, out, count, as: Int16.self) { Float($0) }
    case .int8: convert(source, out, count, as: Int8.self) { Float($0) }
    case .uint64: convert(source, out, count, as: UInt64.self) { Float($0) }
    case .uint32: convert(source, out, count, as: UInt32.self) { Float($0) }
    case .uint16: convert(source, out, count, as: UInt16.self) { Float($0) }
    case .uint8, .bool: convert(source, out, count, as: UInt8.self) { Float($0) }
    case .float8E5M2:
        // The upper byte of an IEEE half.
        convert(source, out, count, as: UInt8.self) { widenHalf(UInt32($0) << 8) }
    case .float8E4M3: convert(source, out, count, as: UInt8.self, widenE4M3)
    }
}

@inline(__always)
private func convert<Stored: FixedWidthInteger & BitwiseCopyable>(
    _ source: UnsafeRawPointer, _ out: UnsafeMutablePointer<Float>, _ count: Int, as: Stored.Type,
    _ body: (Stored) -> Float
) {
    for i in 0..<count {
        let stored = source.loadUnaligned(
            fromByteOffset: i &* MemoryLayout<Stored>.size, as: Stored.self)
        out[i] = body(Stored(littleEndian: stored))
    }
}

private func widenBrainHalves(_ source: UnsafeRawPointer, _ out: UnsafeMutablePointer<Float>, _ count: Int) {
    let bits = UnsafeMutableRawPointer(out).assumingMemoryBound(to: UInt32.self)
    for i in 0..<count {
        let half = UInt16(littleEndian: source.loadUnaligned(fromByteOffset: i &* 2, as: UInt16.self))
        bits[i] = UInt32(truncatingIfNeeded: half) &<< 16
    }
}

private func widenHalves(_ source: UnsafeRawPointer, _ out: UnsafeMutablePointer<Float>, _ count: Int) {
    for i in 0..<count {
        let half = UInt16(littleEndian: source.loadUnaligned(fromByteOffset: i &* 2, as: UInt16.self))
        out[i] = widenHalf(UInt32(truncatingIfNeeded: half))
    }
}

/// One IEEE half, as its bits, widened exactly; infinities stay and NaN keeps its payload.
///
/// Written without branches so that the loop above becomes vector code. A subnormal half *m·2⁻²⁴* is
/// read off as *(½ + m·2⁻²⁴) − ½*, where both terms are normal floats: processors handle subnormal
/// floats slowly.
@inline(__always)
func widenHalf(_ half: UInt32) -> Float {
    let sign = (half & 0x8000) &<< 16
    let magnitude = half & 0x7FFF
    // Rebias the exponent by 127 − 15; infinity and NaN need it twice to reach the top.
    let normal = (magnitude &<< 13) &+ (112 &<< 23)
    let special = magnitude >= 0x7C00 ? normal &+ (112 &<< 23) : normal
    let subnormal = (Float(bitPattern: 0x3F00_0000 &+ magnitude) - 0.5).bitPattern
    return Float(bitPattern: sign | (magnitude < 0x0400 ? subnormal : special))
}

/// Eight bits with four of exponent (bias 7) and three of mantissa; no infinities, NaN is all ones.
private func widenE4M3(_ stored: UInt8) -> Float {
    let magnitude = stored & 0x7F
    let mantissa = Float(magnitude & 7)
    let exponent = Int(magnitude >> 3)
    let value: Float =
        if magnitude == 0x7F {
            .nan
        } else if exponent == 0 {
            mantissa / 512
        } else {
            Float(sign: .plus, exponent: exponent - 7, significand: 1 + mantissa / 8)
        }
    return stored & 0x80 == 0 ? value : -value
}

/// The first of stored elements that is NaN or infinite, or becomes infinite as a `Float`; nil if there is none
/// and for whole numbers, which are always finite.
///
/// - Parameters:
///   - source: little-endian elements of type `type`, at any alignment.
///   - count: how many there are.
func firstNotFinite(_ source: UnsafeRawPointer, _ type: ElementType, _ count: Int) -> Int? {
    switch type {
    case .float32: first(source, count, exponent: UInt32(0x7F80_0000), unit: 0x0080_0000)
    case .float16: first(source, count, exponent: UInt16(0x7C00), unit: 0x0400)
    case .bfloat16: first(source, count, exponent: UInt16(0x7F80), unit: 0x0080)
    case .float64: firstBeyondFloat(source, count)
    case .float8E5M2: first(source, count, exponent: UInt8(0x7C), unit: 0x04)
    case .float8E4M3: first(source, count, exponent: UInt8(0x7F), unit: 0x01)
    case .int64, .int32, .int16, .int8, .uint64, .uint32, .uint16, .uint8, .bool: nil
    }
}

/// The first element whose exponent is all ones: only then a unit more carries into the sign's place. Sums of a whole
/// block are put together without a branch, so that the loop becomes vector code; only in a block that has one is it
/// searched for.
@inline(__always)
private func first<Stored: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ source: UnsafeRawPointer, _ count: Int, exponent: Stored, unit: Stored
) -> Int? {
    func carried(_ index: Int) -> Stored {
        let stored = source.loadUnaligned(
            fromByteOffset: index &* MemoryLayout<Stored>.size, as: Stored.self)
        return (Stored(littleEndian: stored) & exponent) &+ unit
    }
    let sign: Stored = 1 << (Stored.bitWidth - 1)
    let block = 4096
    var start = 0
    while start < count {
        let end = min(start &+ block, count)
        var sums: Stored = 0
        for index in start..<end { sums |= carried(index) }
        if sums & sign != 0 { return (start..<end).first { carried($0) & sign != 0 } }
        start = end
    }
    return nil
}

/// The first double that is no finite `Float`.
private func firstBeyondFloat(_ source: UnsafeRawPointer, _ count: Int) -> Int? {
    (0..<count).first { index in
        let stored = source.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self)
        return !Float(Double(bitPattern: UInt64(littleEndian: stored))).isFinite
    }
}
