/// The chunks of a WebP file (WebP container specification, "RIFF file format").
struct WebPChunks {
    private let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// What the EXIF chunk asks for, or else the XMP chunk.
    var orientation: Int? { metadata.orientationTag?.value }

    /// Of several chunks of a kind the first counts.
    var metadata: MetadataBlocks {
        var blocks = MetadataBlocks()
        forEach { name, payload in
            switch name {
            case "EXIF": blocks.exif = blocks.exif ?? Array(payload)
            case "XMP ": blocks.xmp = blocks.xmp ?? Array(payload)
            default: break
            }
        }
        return blocks
    }

    private func forEach(_ body: (String, Slice<UnsafeRawBufferPointer>) -> Void) {
        var at = 12
        while at + 8 <= bytes.count {
            let length = bytes[at + 4..<at + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - at - 8 else { return }
            body(String(decoding: bytes[at..<at + 4], as: UTF8.self), bytes[at + 8..<at + 8 + length])
            // A chunk of odd length is followed by a byte of padding.
            at += 8 + length + length % 2
        }
    }
}
