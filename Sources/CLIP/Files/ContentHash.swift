import CLIPWeights

/// The SHA-256 digest of a file's bytes: the same picture under any name.
package struct ContentHash: Hashable, Sendable {
    /// Bytes of a digest.
    package static let size = 32
    /// The digest.
    package let bytes: [UInt8]

    /// Hashes bytes.
    package init(of content: [UInt8]) {
        bytes = content.withUnsafeBytes { SHA256Digest.of($0) }
    }

    /// The digest as 64 lower-case letters.
    package var hexadecimal: String {
        bytes.reduce(into: "") { text, byte in
            if byte < 16 { text += "0" }
            text += String(byte, radix: 16)
        }
    }
}
