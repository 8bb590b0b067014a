internal import CCLIPImaging

/// The chunks of a PNG file (PNG specification, third edition, §5.3).
struct PNGChunks {
    private let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// What EXIF asks for, in a chunk of its own or as text, or else XMP.
    var orientation: Int? { metadata.orientationTag?.value }

    /// Of several blocks of a kind the last counts; `eXIf` counts more than EXIF as text.
    var metadata: MetadataBlocks {
        var blocks = MetadataBlocks()
        var exifAsText: [UInt8]?
        forEach { name, payload in
            if name == "eXIf" {
                // Pillow puts the prefix before it that JPEGs have, and takes two off.
                blocks.exif = Array("Exif\0\0".utf8) + payload
            } else if let (keyword, text) = Self.text(name, payload) {
                switch keyword {
                case "XML:com.adobe.xmp": blocks.xmp = text
                case "Raw profile type exif": exifAsText = Self.bytes(ofProfile: text)
                case "exif" where name == "tEXt": blocks.exif = text
                default: break
                }
            }
        }
        blocks.exif = blocks.exif ?? exifAsText
        return blocks
    }

    /// Keyword and content of a chunk of text, inflated if it is compressed; nil for other chunks.
    private static func text(
        _ name: String, _ payload: Slice<UnsafeRawBufferPointer>
    ) -> (keyword: String, text: [UInt8])? {
        guard ["tEXt", "zTXt", "iTXt"].contains(name), let end = payload.firstIndex(of: 0) else { return nil }
        let keyword = String(decoding: payload[..<end], as: UTF8.self)
        var rest = payload[(end + 1)...]
        var isCompressed = name == "zTXt"
        if name == "iTXt" {
            // Compression flag and method, then language and translated keyword, each with a zero byte behind.
            guard let flag = rest.popFirst(), let method = rest.popFirst(), flag == 0 || method == 0 else {
                return nil
            }
            isCompressed = flag != 0
            for _ in 0..<2 {
                guard let zero = rest.firstIndex(of: 0) else { return nil }
                rest = rest[(zero + 1)...]
            }
        } else if isCompressed {
            guard rest.popFirst() == 0 else { return nil }
        }
        guard isCompressed else { return (keyword, Array(rest)) }
        return inflated(rest).map { (keyword, $0) }
    }

    /// Metadata that inflate to more than this are not looked at.
    private static let mostText = 1 << 20

    private static func inflated(_ data: Slice<UnsafeRawBufferPointer>) -> [UInt8]? {
        var size: Int64 = -1
        let source = UnsafeRawBufferPointer(rebasing: data)
        let text = [UInt8](unsafeUninitializedCapacity: mostText) { buffer, initialised in
            size = cclip_inflate(
                source.assumingMemoryBound(to: UInt8.self).baseAddress, source.count, buffer.baseAddress,
                buffer.count)
            initialised = max(Int(size), 0)
        }
        return size < 0 ? nil : text
    }

    /// A profile as ImageMagick writes it: a line break, a name, a length, then hexadecimal digits.
    private static func bytes(ofProfile text: [UInt8]) -> [UInt8]? {
        let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
        let digits = lines.dropFirst(3).joined().filter { ![0x20, 0x09, 0x0D, 0x0B, 0x0C].contains($0) }
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for at in stride(from: 0, to: digits.count, by: 2) {
            let pair = String(decoding: digits[at..<at + 2], as: UTF8.self)
            guard pair.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }), let byte = UInt8(pair, radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }

    private func forEach(_ body: (String, Slice<UnsafeRawBufferPointer>) -> Void) {
        var at = 8
        while at + 12 <= bytes.count {
            let length = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - at - 12 else { return }
            body(String(decoding: bytes[at + 4..<at + 8], as: UTF8.self), bytes[at + 8..<at + 8 + length])
            at += 12 + length
        }
    }
}
