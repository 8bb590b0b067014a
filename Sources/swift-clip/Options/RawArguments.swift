import CLIP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The command line's arguments without loss.
///
/// A name that is not UTF-8 would be repaired on its way into a `String` and could not be opened any
/// more. So each byte that is not part of valid text travels as a scalar of the last private plane,
/// U+10FF00 + byte, and `RawPath(argument:)` turns it back. Text that already holds such scalars
/// has their bytes travel in the same way, which keeps the mapping one to one.
enum RawArguments {
    private static let base: UInt32 = 0x10FF00

    /// The arguments behind the command's name.
    static func fromCommandLine() -> [String] {
        (1..<max(Int(CommandLine.argc), 1)).compactMap { index in
            guard let argument = CommandLine.unsafeArgv[index] else { return nil }
            let count = strlen(argument)
            return argument.withMemoryRebound(to: UInt8.self, capacity: count) { start in
                text(Array(UnsafeBufferPointer(start: start, count: count)))
            }
        }
    }

    /// Bytes as text that can be turned back.
    static func text(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains(where: stands) {
            return text
        }
        var text = ""
        var rest = bytes[...]
        while let first = rest.first {
            let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
            let part = rest.prefix(length)
            if let valid = String(validating: part, as: UTF8.self),
                !valid.unicodeScalars.contains(where: stands)
            {
                text += valid
                rest = rest.dropFirst(length)
            } else {
                text.unicodeScalars.append(Unicode.Scalar(base + UInt32(first))!)
                rest = rest.dropFirst()
            }
        }
        return text
    }

    /// The bytes that `text` stands for.
    static func bytes(_ text: String) -> [UInt8] {
        text.unicodeScalars.flatMap { scalar in
            stands(scalar) ? [UInt8(scalar.value - base)] : Array(UTF8.encode(scalar)!)
        }
    }

    private static func stands(_ scalar: Unicode.Scalar) -> Bool {
        (base + 0x80...base + 0xFF).contains(scalar.value)
    }
}

extension RawPath {
    /// The path that an argument names, byte for byte.
    init(argument: String) {
        self.init(bytes: RawArguments.bytes(argument))
    }
}
