/// A file's path as the bytes the file system keeps.
///
/// Names on Linux are bytes, not text: a name that is not UTF-8 is still a name, and a path that went
/// through `String` could no longer be opened. Paths therefore stay bytes from listing to output, and
/// order is the order of bytes.
package struct RawPath: Hashable, Sendable {
    /// The path's bytes, without the final zero.
    package var bytes: [UInt8]

    /// "-": what is piped into the process, where a path is asked for. A file of that name is `./-`.
    package static let standardInput = RawPath("-")

    /// Wraps bytes as they are.
    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The UTF-8 bytes of `text`.
    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The path as text; bytes that are not UTF-8 become U+FFFD.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// True when the name can be written as text and read back.
    package var isUTF8: Bool { String(validating: bytes, as: UTF8.self) != nil }

    /// The part after the last slash.
    package var lastComponent: RawPath {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return self }
        return RawPath(bytes: Array(bytes[(slash + 1)...]))
    }

    /// The lower-case letters after the last dot of the last component; empty when there is none.
    package var lowercasedExtension: String {
        let name = lastComponent.bytes
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return "" }
        let letters = name[(dot + 1)...].map { (65...90).contains($0) ? $0 + 32 : $0 }
        return String(decoding: letters, as: UTF8.self)
    }

    /// This folder's entry `name`.
    package func appending(_ name: some Collection<UInt8>) -> RawPath {
        var joined = bytes
        if joined.last != UInt8(ascii: "/") { joined.append(UInt8(ascii: "/")) }
        joined.append(contentsOf: name)
        return RawPath(bytes: joined)
    }

    /// This path with `suffix` behind its last byte.
    package func adding(suffix: String) -> RawPath {
        RawPath(bytes: bytes + Array(suffix.utf8))
    }

    /// Calls `body` with the path as a C string.
    package func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        (bytes + [0]).withUnsafeBytes { body($0.bindMemory(to: CChar.self).baseAddress!) }
    }
}
