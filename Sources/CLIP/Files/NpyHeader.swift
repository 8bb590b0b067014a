/// The element types that the command writes into `.npy` files, little-endian.
package enum NpyElement: String, Sendable {
    case float32 = "<f4"
    case float16 = "<f2"

    /// Bytes per element.
    package var size: Int { self == .float32 ? 4 : 2 }

    /// `values` in this type; to float16 rounded to nearest, ties to even.
    package func bytes(of values: some Sequence<Float>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.underestimatedCount * size)
        switch self {
        case .float32:
            for value in values {
                withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
            }
        case .float16:
            for value in values {
                withUnsafeBytes(of: halfBits(value).littleEndian) { bytes.append(contentsOf: $0) }
            }
        }
        return bytes
    }
}

/// IEEE half precision, rounded to nearest, ties to even. Swift's own type is not there on Intel Macs.
func halfBits(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let sign = UInt16(truncatingIfNeeded: bits >> 16) & 0x8000
    let magnitude = bits & 0x7FFF_FFFF
    if magnitude > 0x7F80_0000 { return sign | 0x7E00 }  // not a number
    if magnitude >= 0x4780_0000 { return sign | 0x7C00 }  // 65,536 and above: infinity
    if magnitude < 0x3880_0000 {
        // Below 2⁻¹⁴ halves are multiples of 2⁻²⁴; adding and taking away 0.5 rounds to such a one.
        let rounded = Float(bitPattern: magnitude) + 0.5
        return sign | UInt16(truncatingIfNeeded: rounded.bitPattern &- Float(0.5).bitPattern)
    }
    let odd = (magnitude >> 13) & 1
    return sign | UInt16(truncatingIfNeeded: (magnitude &- 0x3800_0000 &+ 0xFFF &+ odd) >> 13)
}

/// The number that has these bits in IEEE half precision.
func halfValue(_ bits: UInt16) -> Float {
    let sign: Float = bits & 0x8000 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Float(bits & 0x3FF) / 1024
    switch exponent {
    case 0: return sign * fraction * 0x1p-14
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default: return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction)
    }
}

/// The first bytes of a NumPy array file (format version 1.0): element type and shape.
package struct NpyHeader: Sendable, Equatable {
    /// How the numbers are stored.
    package var element: NpyElement
    /// Sizes of the axes, the slowest first (C order).
    package var shape: [Int]

    /// Every header is padded to this size, so that the row count can be rewritten in place when the
    /// last row is known. NumPy asks for a multiple of 64.
    package static let size = 128

    package init(element: NpyElement, shape: [Int]) {
        self.element = element
        self.shape = shape
    }

    /// The 128 bytes in front of the data.
    package var bytes: [UInt8] {
        let axes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        let text = "{'descr': '\(element.rawValue)', 'fortran_order': False, 'shape': (\(axes)), }"
        var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
        let length = Self.size - bytes.count - 2
        precondition(text.utf8.count < length, "a NumPy header of \(shape.count) axes does not fit")
        bytes += [UInt8(length & 0xFF), UInt8(length >> 8)]
        bytes += Array(text.utf8)
        bytes += [UInt8](repeating: UInt8(ascii: " "), count: Self.size - 1 - bytes.count)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }
}
