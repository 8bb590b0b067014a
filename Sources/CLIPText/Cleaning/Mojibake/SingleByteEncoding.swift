/// An encoding in which UTF-8 may have been read by mistake, in the order in which ftfy tries them.
///
/// The Windows encodings are the ones that browsers use: a byte without a character stands for the C1
/// control of its number. Byte 1A stands for U+FFFD in them, as which a lost byte often arrives.
enum SingleByteEncoding: Int, CaseIterable {
    case latin1, windows1252, windows1251, windows1250, windows1253, windows1254, windows1257
    case latin2, macRoman, codePage437

    private var hasReplacementCharacter: Bool {
        switch self {
        case .latin1, .latin2, .macRoman, .codePage437: false
        default: true
        }
    }

    /// The text's bytes, or nil if it has a character that the encoding lacks.
    func encode(_ text: [Unicode.Scalar]) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        for scalar in text {
            if scalar.value < 0x80 {
                if scalar.value == 0x1A, hasReplacementCharacter { return nil }
                bytes.append(UInt8(scalar.value))
            } else if let byte = MojibakeScalar(scalar)?.byte(in: self) {
                bytes.append(byte)
            } else {
                return nil
            }
        }
        return bytes
    }

    /// The bytes repaired as far as they show that they were UTF-8 once.
    func restore(_ bytes: inout [UInt8]) {
        // Mac Roman has a dash where others have lead bytes, and a space often follows a dash.
        if self != .macRoman { bytes.restoreNoBreakSpaces() }
        if hasReplacementCharacter { bytes.replaceLossySequences() }
    }
}
