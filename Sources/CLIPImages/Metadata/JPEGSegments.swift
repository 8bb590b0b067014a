/// The marker segments before a JPEG's first scan (ITU-T T.81, B.1).
struct JPEGSegments {
    private let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// What the EXIF segment asks for, or else the XMP segment.
    var orientation: Int? { metadata.orientationTag?.value }

    /// EXIF in several segments is one block; of several XMP segments the last counts.
    var metadata: MetadataBlocks {
        let exif = Array("Exif\0\0".utf8)
        let xmp = Array("http://ns.adobe.com/xap/1.0/\0".utf8)
        var blocks = MetadataBlocks()
        forEach { marker, payload in
            guard marker == 0xE1 else { return }
            if payload.starts(with: exif) {
                blocks.exif = blocks.exif.map { $0 + payload.dropFirst(exif.count) } ?? Array(payload)
            } else if payload.starts(with: xmp) {
                blocks.xmp = Array(payload.dropFirst(xmp.count))
            }
        }
        return blocks
    }

    private func forEach(_ body: (UInt8, Slice<UnsafeRawBufferPointer>) -> Void) {
        var at = 2
        while at + 4 <= bytes.count {
            // Between segments there may be filler; libjpeg skips it too.
            guard bytes[at] == 0xFF, bytes[at + 1] != 0xFF, bytes[at + 1] != 0x00 else {
                at += 1
                continue
            }
            let marker = bytes[at + 1]
            if marker == 0xDA || marker == 0xD9 { return }
            if marker == 0x01 || (0xD0...0xD8).contains(marker) {
                at += 2
                continue
            }
            let length = Int(bytes[at + 2]) << 8 | Int(bytes[at + 3])
            let end = at + 2 + length
            guard length >= 2, end <= bytes.count else { return }
            body(marker, bytes[at + 4..<end])
            at = end
        }
    }
}
