/// The orientation, 1…8, that metadata ask for. Damaged metadata are no reason to refuse a picture: they
/// ask for nothing.
enum Orientation {
    /// Tag 0x0112 of the first directory of an EXIF block (a TIFF header and directories, CIPA DC-008 §4.6).
    static func inEXIF(_ block: Slice<UnsafeRawBufferPointer>) -> Int? {
        let tiff = UnsafeRawBufferPointer(rebasing: block)
        let littleEndian: Bool
        if tiff.starts(with: [0x49, 0x49, 0x2A, 0x00]) {
            littleEndian = true
        } else if tiff.starts(with: [0x4D, 0x4D, 0x00, 0x2A]) {
            littleEndian = false
        } else {
            return nil
        }
        func number(at offset: Int, bytes: Int) -> Int? {
            guard offset >= 0, bytes <= tiff.count, offset <= tiff.count - bytes else { return nil }
            let field = tiff[offset..<offset + bytes]
            return littleEndian
                ? field.reversed().reduce(0) { $0 << 8 | Int($1) } : field.reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(at: 4, bytes: 4), let entries = number(at: directory, bytes: 2) else {
            return nil
        }
        for index in 0..<entries {
            let entry = directory + 2 + 12 * index
            guard let tag = number(at: entry, bytes: 2) else { return nil }
            guard tag == 0x0112 else { continue }
            // BYTE, SHORT or LONG; a value of up to four bytes lies in the entry itself.
            let sizes = [1: 1, 3: 2, 4: 4]
            guard let type = number(at: entry + 2, bytes: 2), let size = sizes[type],
                let value = number(at: entry + 8, bytes: size)
            else { return nil }
            return (1...8).contains(value) ? value : nil
        }
        return nil
    }

    /// `tiff:Orientation` in an XMP packet, as attribute or element.
    static func inXMP(_ packet: Slice<UnsafeRawBufferPointer>) -> Int? {
        let name = Array("tiff:Orientation".utf8)
        var rest = packet
        while let start = rest.firstIndex(of: name[0]) {
            rest = rest[start...]
            guard rest.starts(with: name) else {
                rest = rest.dropFirst()
                continue
            }
            rest = rest.dropFirst(name.count)
            let opening = [Array("=\"".utf8), Array(">".utf8)].first { rest.starts(with: $0) }
            guard let opening, let digit = rest.dropFirst(opening.count).first else { continue }
            let value = Int(digit) - 0x30
            return (1...8).contains(value) ? value : nil
        }
        return nil
    }
}
