/// An array out of a NumPy file (`.npy`, format versions 1 to 3) of another tool.
package struct NpyArray: Sendable {
    /// NumPy's name of the element type, such as "float32".
    package let type: String
    /// Sizes of the axes, the slowest first.
    package let shape: [Int]
    /// The elements in C order, in single precision.
    package let values: [Float]

    /// - Throws: `FileError` that names the file, what is wrong with it, and what is taken.
    package init(_ path: RawPath) throws(FileError) {
        let bytes = try WholeFile.read(path)
        do {
            self = try Self(bytes)
        } catch {
            throw FileError("cannot read \(path.text): \(error.reason)", reason: error.reason)
        }
    }

    /// - Parameter bytes: a whole file.
    package init(_ bytes: [UInt8]) throws(FileError) {
        guard bytes.starts(with: [0x93] + Array("NUMPY".utf8)), bytes.count >= 10 else {
            throw FileError("this is not a NumPy file (.npy)")
        }
        let isLong = bytes[6] >= 2
        let lengthSize = isLong ? 4 : 2
        guard (1...3).contains(bytes[6]), bytes.count >= 8 + lengthSize else {
            throw FileError("the NumPy format version \(bytes[6]) is not known; save it with numpy.save")
        }
        let length = bytes[8..<8 + lengthSize].reversed().reduce(0) { $0 << 8 | Int($1) }
        let start = 8 + lengthSize + length
        guard start <= bytes.count else { throw FileError("the file ends inside its header; save it again") }
        let header = String(decoding: bytes[8 + lengthSize..<start], as: UTF8.self)
        guard let descriptor = Self.text("descr", header), let shape = Self.shape(header) else {
            throw FileError("the header is not one of a plain array: \(header.prefix(80))")
        }
        guard let element = Element(descriptor) else {
            throw FileError(
                "elements of the type \(descriptor) are not compared; give float16, float32, float64 or whole numbers"
            )
        }
        var count = 1
        for size in shape {
            let (product, overflows) = count.multipliedReportingOverflow(by: size)
            guard !overflows, product <= bytes.count else {
                throw FileError("the file is too short for an array of \(shape); save it again")
            }
            count = product
        }
        guard bytes.count - start == count * element.size else {
            throw FileError(
                "an array of \(shape) has \(count * element.size) bytes, the file \(bytes.count - start); "
                    + "save it again")
        }
        let values = bytes.withUnsafeBytes { raw in
            (0..<count).map { element.value(UnsafeRawBufferPointer(rebasing: raw[start...]), $0) }
        }
        type = element.name
        self.shape = shape
        let isFortran = header.contains("'fortran_order': True")
        self.values = isFortran ? Self.cOrder(values, shape) : values
    }

    private static func text(_ key: String, _ header: String) -> String? {
        let parts = header.split(separator: "'", omittingEmptySubsequences: false)
        guard let at = parts.firstIndex(of: Substring(key)), at + 2 < parts.count else { return nil }
        return String(parts[at + 2])
    }

    private static func shape(_ header: String) -> [Int]? {
        guard let open = header.lastIndex(of: "("), let close = header.lastIndex(of: ")"), open < close else {
            return nil
        }
        var shape: [Int] = []
        for part in header[header.index(after: open)..<close].split(separator: ",") {
            let digits = part.filter { $0 != " " }
            if digits.isEmpty { continue }
            // NumPy has no more axes.
            guard let size = Int(digits), size >= 0, shape.count < 64 else { return nil }
            shape.append(size)
        }
        return shape
    }

    /// Elements whose first axis ran fastest, with the last running fastest.
    private static func cOrder(_ values: [Float], _ shape: [Int]) -> [Float] {
        var strides: [Int] = []
        var stride = 1
        for size in shape {
            strides.append(stride)
            stride *= size
        }
        return values.indices.map { index in
            var rest = index
            var place = 0
            for axis in shape.indices.reversed() {
                place += rest % shape[axis] * strides[axis]
                rest /= shape[axis]
            }
            return values[place]
        }
    }
}

extension NpyArray {
    /// How one number is stored.
    private struct Element {
        let name: String
        let size: Int
        private let isBigEndian: Bool

        init?(_ descriptor: String) {
            let names = [
                "f2": ("float16", 2), "f4": ("float32", 4), "f8": ("float64", 8), "u1": ("uint8", 1),
                "u2": ("uint16", 2), "u4": ("uint32", 4), "u8": ("uint64", 8),
                "i1": ("int8", 1), "i2": ("int16", 2), "i4": ("int32", 4), "i8": ("int64", 8),
            ]
            guard let order = descriptor.first, "<>|=".contains(order),
                let (name, size) = names[String(descriptor.dropFirst())]
            else { return nil }
            self.name = name
            self.size = size
            isBigEndian = order == ">"
        }

        func value(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Float {
            var bits: UInt64 = 0
            for at in 0..<size {
                bits = bits << 8 | UInt64(bytes[index * size + (isBigEndian ? at : size - 1 - at)])
            }
            switch name {
            case "float16": return halfValue(UInt16(bits))
            case "float32": return Float(bitPattern: UInt32(bits))
            case "float64": return Float(Double(bitPattern: bits))
            case "int8": return Float(Int8(truncatingIfNeeded: bits))
            case "int16": return Float(Int16(truncatingIfNeeded: bits))
            case "int32": return Float(Int32(truncatingIfNeeded: bits))
            case "int64": return Float(Int64(bitPattern: bits))
            default: return Float(bits)
            }
        }
    }
}
