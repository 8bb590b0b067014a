/// OpenAI's spelling of bytes by printable characters, so that a symbol of any bytes can be written in a
/// text file: printable Latin-1 characters stand for themselves, the other 68 bytes for U+0100 onwards.
enum ByteAlphabet {
    static let wordEnd: [UInt8] = Array("</w>".utf8)

    /// The bytes in the order of their ids: those that stand for themselves, then the others.
    static let order: [UInt8] = {
        let all = UInt8.min...UInt8.max
        return all.filter(standsForItself) + all.filter { !standsForItself($0) }
    }()

    /// The UTF-8 spelling of each byte, by byte.
    static let spellings: [[UInt8]] = {
        var spellings = [[UInt8]](repeating: [], count: 256)
        var next: UInt32 = 0x100
        for byte in order {
            let scalar: UInt32
            if standsForItself(byte) {
                scalar = UInt32(byte)
            } else {
                scalar = next
                next += 1
            }
            spellings[Int(byte)] = Array(String(Unicode.Scalar(scalar)!).utf8)
        }
        return spellings
    }()

    /// Appends the bytes that a spelling stands for; a character outside the alphabet, which only the name
    /// of an added token can hold, stands for its own UTF-8.
    static func appendBytes(spelledBy spelling: some Sequence<UInt8>, to bytes: inout [UInt8]) {
        for scalar in String(decoding: Array(spelling), as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0..<0x100 where standsForItself(UInt8(scalar.value)):
                bytes.append(UInt8(scalar.value))
            case 0x100..<0x100 + 68:
                // Positions 188 to 255 of the order are the bytes that have a stand-in.
                bytes.append(order[188 + Int(scalar.value - 0x100)])
            default:
                bytes += Array(String(scalar).utf8)
            }
        }
    }

    /// Appends the bytes that a spelling stands for, or its own UTF-8 where any of its characters is outside
    /// the alphabet.
    static func appendBytesOrSpelling(_ spelling: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        let isSpelled = String(decoding: spelling, as: UTF8.self).unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0..<0x100: standsForItself(UInt8(scalar.value))
            default: scalar.value < 0x100 + 68
            }
        }
        if isSpelled { appendBytes(spelledBy: spelling, to: &bytes) } else { bytes += spelling }
    }

    private static func standsForItself(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: true
        default: false
        }
    }
}
