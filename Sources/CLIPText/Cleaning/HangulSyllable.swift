/// A precomposed Hangul syllable, which is taken apart and put together by arithmetic (Unicode, section
/// 3.12) instead of by tables.
struct HangulSyllable {
    private static let first: UInt32 = 0xAC00
    private static let leading: UInt32 = 0x1100
    private static let vowel: UInt32 = 0x1161
    private static let trailing: UInt32 = 0x11A7
    private static let vowelCount: UInt32 = 21
    private static let trailingCount: UInt32 = 28
    private static let leadingCount: UInt32 = 19

    private let index: UInt32

    init?(_ scalar: Unicode.Scalar) {
        let count = Self.leadingCount * Self.vowelCount * Self.trailingCount
        guard scalar.value >= Self.first, scalar.value < Self.first + count else { return nil }
        index = scalar.value - Self.first
    }

    /// Appends the syllable's two or three parts.
    func appendParts(to text: inout [Unicode.Scalar]) {
        let block = Self.vowelCount * Self.trailingCount
        text.append(Unicode.Scalar(Self.leading + index / block)!)
        text.append(Unicode.Scalar(Self.vowel + index % block / Self.trailingCount)!)
        let last = index % Self.trailingCount
        if last != 0 { text.append(Unicode.Scalar(Self.trailing + last)!) }
    }

    /// The syllable of a leading consonant and a vowel, or of a syllable without an end and one.
    static func join(_ head: Unicode.Scalar, _ tail: Unicode.Scalar) -> Unicode.Scalar? {
        if head.value >= leading, head.value < leading + leadingCount,
            tail.value >= vowel, tail.value < vowel + vowelCount
        {
            let block = (head.value - leading) * vowelCount + (tail.value - vowel)
            return Unicode.Scalar(first + block * trailingCount)
        }
        if let syllable = HangulSyllable(head), syllable.index % trailingCount == 0,
            tail.value > trailing, tail.value < trailing + trailingCount
        {
            return Unicode.Scalar(head.value + tail.value - trailing)
        }
        return nil
    }
}
