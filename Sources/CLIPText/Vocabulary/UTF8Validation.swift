extension UnsafeRawBufferPointer {
    /// The offset of the first byte that no UTF-8 has in its place, or nil if all of it is UTF-8
    /// (Unicode, table 3-7).
    func firstInvalidUTF8() -> Int? {
        var index = 0
        while index < count {
            // Eight at a time through ASCII, which is most of a vocabulary.
            while index + 8 <= count,
                loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                index += 8
            }
            guard index < count else { break }
            guard let length = lengthOfScalar(at: index) else { return index }
            index += length
        }
        return nil
    }

    private func lengthOfScalar(at index: Int) -> Int? {
        let second: ClosedRange<UInt8>
        let length: Int
        switch self[index] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        default: return nil
        }
        guard index + length <= count, second.contains(self[index + 1]) else { return nil }
        for position in index + 2..<Swift.max(index + length, index + 2) where self[position] & 0xC0 != 0x80 {
            return nil
        }
        return length
    }
}
