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
                withUnsafeBytes(of: Float16(value).bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
            }
        }
        return bytes
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
