/// Texts on which all rules agree and that need no cleaning: printable ASCII without `&` and `<`. Most
/// captions are; their bytes are lowered and cut without any detour.
struct PlainText: Sendable {
    private enum Kind {
        static let letter: UInt8 = 0
        static let number: UInt8 = 1
        static let other: UInt8 = 2
        static let separator: UInt8 = 3
        static let foreign: UInt8 = 4
    }

    /// The kind of each byte.
    private let kinds: [UInt8]

    /// - Parameter names: first bytes of names that stand for tokens; a text that has one is not plain.
    init(excluding names: [UInt8]) {
        kinds = (UInt8.min...UInt8.max).map { byte in
            if names.contains(byte) { return Kind.foreign }
            return switch byte {
            case 0x41...0x5A, 0x61...0x7A: Kind.letter
            case 0x30...0x39: Kind.number
            case 0x09, 0x0A, 0x0C, 0x0D, 0x20: Kind.separator
            // References and names begin so.
            case 0x26, 0x3C: Kind.foreign
            case 0x21...0x7E: Kind.other
            default: Kind.foreign
            }
        }
    }

    /// Appends a text's ids.
    /// - Returns: false if the text is not plain; then nothing is appended.
    func append(
        _ text: UnsafeBufferPointer<UInt8>, _ merger: inout BytePairMerger, to ids: inout [Int32]
    ) -> Bool {
        kinds.withUnsafeBufferPointer { kinds in
            for byte in text where kinds[Int(byte)] == Kind.foreign { return false }
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { lower in
                for (index, byte) in text.enumerated() {
                    lower[index] = byte &- 0x41 < 26 ? byte | 0x20 : byte
                }
                Self.append(UnsafeBufferPointer(lower), kinds, &merger, to: &ids)
            }
            return true
        }
    }

    private static func append(
        _ text: UnsafeBufferPointer<UInt8>, _ kinds: UnsafeBufferPointer<UInt8>,
        _ merger: inout BytePairMerger, to ids: inout [Int32]
    ) {
        var index = 0
        while index < text.count {
            let start = index
            let kind = kinds[Int(text[index])]
            index += 1
            switch kind {
            case Kind.separator: continue
            case Kind.number: break
            default:
                if let length = contraction(in: text, at: start) {
                    index = start + length
                } else {
                    while index < text.count, kinds[Int(text[index])] == kind { index += 1 }
                }
            }
            merger.append(UnsafeBufferPointer(rebasing: text[start..<index]), to: &ids)
        }
    }

    /// The length of `'s 't 're 've 'm 'll 'd` at an index, apostrophe included.
    private static func contraction(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
        guard text[start] == UInt8(ascii: "'"), start + 1 < text.count else { return nil }
        let next = start + 2 < text.count ? text[start + 2] : 0
        switch (text[start + 1], next) {
        case (UInt8(ascii: "s"), _), (UInt8(ascii: "t"), _), (UInt8(ascii: "m"), _), (UInt8(ascii: "d"), _):
            return 2
        case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
            (UInt8(ascii: "l"), UInt8(ascii: "l")):
            return 3
        default:
            return nil
        }
    }
}
