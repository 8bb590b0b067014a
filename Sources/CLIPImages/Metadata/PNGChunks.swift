/// The chunks of a PNG file (PNG specification, third edition, §5.3).
struct PNGChunks {
    private let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// What the eXIf chunk asks for, or else an XMP packet in uncompressed international text.
    var orientation: Int? {
        var inXMP: Int?
        var inEXIF: Int?
        forEach { name, payload in
            switch name {
            case "eXIf":
                inEXIF = inEXIF ?? Orientation.inEXIF(payload)
            case "iTXt":
                // Keyword, a zero byte, then 0 where the text is not compressed.
                let keyword = Array("XML:com.adobe.xmp\0\0".utf8)
                if payload.starts(with: keyword) { inXMP = inXMP ?? Orientation.inXMP(payload) }
            default:
                break
            }
        }
        return inEXIF ?? inXMP
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
