/// Files as gzip has them.
public enum Gzip {
    /// The bytes without compression: one stored block per 65,535 bytes.
    public static func stored(_ text: [UInt8]) -> [UInt8] {
        var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        var index = 0
        repeat {
            let end = min(index + 65_535, text.count)
            let count = UInt16(end - index)
            packed.append(end == text.count ? 1 : 0)
            for word in [count, ~count] { packed += [UInt8(word & 0xFF), UInt8(word >> 8)] }
            packed += text[index..<end]
            index = end
        } while index < text.count
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in text {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        for word in [~crc, UInt32(text.count)] {
            for shift in [0, 8, 16, 24] { packed.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
        }
        return packed
    }
}
