/// Goes through the elements of a MATLAB file: a type, a size, bytes.
struct MatReader {
    /// What an element holds.
    enum ElementType: Int {
        case int8 = 1
        case uint8 = 2
        case int16 = 3
        case uint16 = 4
        case int32 = 5
        case uint32 = 6
        case single = 7
        case double = 9
        case int64 = 12
        case uint64 = 13
        case matrix = 14
        case compressed = 15
        case utf8 = 16
        case utf16 = 17
        case utf32 = 18

        /// Bytes of one element; nil for containers.
        var size: Int? {
            switch self {
            case .int8, .uint8, .utf8: 1
            case .int16, .uint16, .utf16: 2
            case .int32, .uint32, .single, .utf32: 4
            case .double, .int64, .uint64: 8
            case .matrix, .compressed: nil
            }
        }
    }

    struct Element {
        let type: ElementType
        let bytes: ArraySlice<UInt8>
    }

    private var rest: ArraySlice<UInt8>
    let isLittle: Bool

    init(_ bytes: ArraySlice<UInt8>, isLittle: Bool) {
        rest = bytes
        self.isLittle = isLittle
    }

    /// The next element; nil at the end.
    mutating func element() throws(MatFault) -> Element? {
        guard !rest.isEmpty else { return nil }
        guard rest.count >= 8 else { throw MatFault(reason: "it is cut inside an element") }
        let first = Int(number(rest.prefix(4)))
        var (code, size, start) = (first, Int(number(rest.dropFirst(4).prefix(4))), 8)
        // Four bytes at most are kept in place of the size.
        let isSmall = first >> 16 != 0
        if isSmall { (code, size, start) = (first & 0xFFFF, first >> 16, 4) }
        guard let type = ElementType(rawValue: code) else {
            throw MatFault(reason: "an element of the unknown kind \(code)")
        }
        guard size <= rest.count - start, !isSmall || size <= 4 else {
            throw MatFault(reason: "an element of \(size) bytes, where \(rest.count - start) are left")
        }
        let bytes = rest.dropFirst(start).prefix(size)
        // Elements begin at multiples of eight, but for packed ones.
        let padded = isSmall ? 8 : type == .compressed ? start + size : (start + size + 7) / 8 * 8
        rest = rest.dropFirst(min(padded, rest.count))
        return Element(type: type, bytes: bytes)
    }

    func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        isLittle
            ? bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } : bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The numbers of an element.
    func numbers(_ element: Element) throws(MatFault) -> [Double] {
        guard let size = element.type.size, element.bytes.count % size == 0 else {
            throw MatFault(reason: "an element that is no row of numbers")
        }
        return stride(from: element.bytes.startIndex, to: element.bytes.endIndex, by: size).map { place in
            let bits = number(element.bytes[place..<place + size])
            return switch element.type {
            case .int8: Double(Int8(truncatingIfNeeded: bits))
            case .int16: Double(Int16(truncatingIfNeeded: bits))
            case .int32: Double(Int32(truncatingIfNeeded: bits))
            case .int64: Double(Int64(bitPattern: bits))
            case .single: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
            case .double: Double(bitPattern: bits)
            default: Double(bits)
            }
        }
    }

    /// The text of an element of characters.
    func text(_ element: Element) throws(MatFault) -> String {
        switch element.type {
        case .utf8, .int8, .uint8:
            return TextEncoding.utf8.text(element.bytes) ?? TextEncoding.latin1.text(element.bytes) ?? ""
        case .utf32:
            let scalars = try numbers(element).map { Unicode.Scalar(UInt32($0)) ?? "\u{FFFD}" }
            return String(String.UnicodeScalarView(scalars))
        case .utf16, .uint16, .int16:
            let units = try numbers(element).map { UInt16(truncatingIfNeeded: Int($0)) }
            return String(decoding: units, as: UTF16.self)
        default:
            throw MatFault(reason: "characters of the kind \(element.type)")
        }
    }
}
