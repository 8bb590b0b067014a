internal import Crypto

/// A SHA-256 digest: two contents with the same digest are the same content.
public struct ContentDigest: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// A digest from its bytes; nil if they are not 32.
    public init?(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
        guard self.bytes.count == SHA256.byteCount else { return nil }
    }

    /// A digest from 64 hexadecimal digits; nil for other text.
    public init?(hex: String) {
        let digits = hex.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == hex.utf8.count, digits.count == 2 * SHA256.byteCount else { return nil }
        bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// The digest of bytes.
    public init(of content: UnsafeRawBufferPointer) {
        var hash = SHA256()
        hash.update(bufferPointer: content)
        bytes = Array(hash.finalize())
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The digits.
    public var description: String { hex }

    /// Decodes the digits.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let digest = ContentDigest(hex: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "64 hexadecimal digits were expected, not '\(text)'")
        }
        self = digest
    }

    /// Encodes the digits.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}

/// Puts a digest together from parts. Each part is preceded by its length, so that no two lists of parts run
/// together into the same bytes.
public struct DigestBuilder {
    private var hash = SHA256()

    /// Begins a digest of one kind; contents of different kinds never share a digest.
    public init(_ kind: String) {
        append(kind)
    }

    /// Adds text, as UTF-8.
    public mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in append(UnsafeRawBufferPointer(utf8)) }
    }

    /// Adds a whole number.
    public mutating func append(_ number: Int) {
        Swift.withUnsafeBytes(of: Int64(number).littleEndian) { hash.update(bufferPointer: $0) }
    }

    /// Adds numbers, by their bits.
    public mutating func append(_ numbers: [Float]) {
        append(numbers.count)
        numbers.withUnsafeBytes { appendPiece($0) }
    }

    /// Adds another digest.
    public mutating func append(_ digest: ContentDigest) {
        digest.bytes.withUnsafeBytes { append($0) }
    }

    /// Adds bytes.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        append(bytes.count)
        hash.update(bufferPointer: bytes)
    }

    /// Adds a piece of floats whose count was added before.
    mutating func appendPiece(_ floats: UnsafeRawBufferPointer) {
        #if _endian(little)
            hash.update(bufferPointer: floats)
        #else
            for start in stride(from: 0, to: floats.count, by: 4) {
                let bits = floats.loadUnaligned(fromByteOffset: start, as: UInt32.self)
                Swift.withUnsafeBytes(of: bits.littleEndian) { hash.update(bufferPointer: $0) }
            }
        #endif
    }

    /// The digest of all parts so far.
    public func finish() -> ContentDigest {
        // A SHA-256 digest has the right length.
        ContentDigest(bytes: hash.finalize())!
    }
}
