/// The chunks of a WebP file (WebP container specification, "RIFF file format").
struct WebPChunks {
    private let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// What the EXIF chunk asks for, or else the XMP chunk.
    var orientation: Int? {
        var inXMP: Int?
        var inEXIF: Int?
        forEach { name, payload in
            switch name {
            case "EXIF":
                // Some writers keep the prefix that the block has in a JPEG.
                let prefix = Array("Exif\0\0".utf8)
                let block = payload.starts(with: prefix) ? payload.dropFirst(prefix.count) : payload
                inEXIF = inEXIF ?? Orientation.inEXIF(block)
            case "XMP ":
                inXMP = inXMP ?? Orientation.inXMP(payload)
            default:
                break
            }
        }
        return inEXIF ?? inXMP
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
