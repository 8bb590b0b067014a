/// The orientation, 1…8, that a block of metadata asks for.
///
/// Damaged metadata are no reason to refuse a picture: they ask for nothing. What counts as an answer is what
/// Pillow's `exif_transpose` takes for one.
enum Orientation {
    /// What a block says.
    enum Answer: Equatable {
        /// It has no such tag; another block may be asked.
        case silent
        /// It has one that means nothing, or cannot be read at all. No other block is asked.
        case unusable
        case value(Int)

        init(_ number: Int?) {
            if let number, (1...8).contains(number) { self = .value(number) } else { self = .unusable }
        }
    }

    /// What an EXIF block asks for.
    static func inEXIF(_ block: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard case .value(let number) = answer(ofEXIF: block) else { return nil }
        return number
    }

    /// Tag 0x0112 of the first directory of an EXIF block (a TIFF header and directories, CIPA DC-008 §4.6).
    static func answer(ofEXIF block: Slice<UnsafeRawBufferPointer>) -> Answer {
        var block = block
        let prefix = Array("Exif\0\0".utf8)
        for _ in 0..<2 where block.starts(with: prefix) { block = block.dropFirst(prefix.count) }
        if block.isEmpty { return .silent }
        guard let directory = EXIFDirectory(UnsafeRawBufferPointer(rebasing: block)) else { return .unusable }
        return directory.first(0x0112).map { Answer($0.wholeNumber) } ?? .silent
    }

    /// What an XMP packet asks for.
    static func inXMP(_ packet: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard case .value(let number) = answer(ofXMP: packet) else { return nil }
        return number
    }

    /// `tiff:Orientation` in an XMP packet, as attribute or element.
    static func answer(ofXMP packet: Slice<UnsafeRawBufferPointer>) -> Answer {
        let name = Array("tiff:Orientation".utf8)
        let openings = [Array("=\"".utf8), Array(">".utf8)]
        var rest = packet
        while let start = rest.firstIndex(of: name[0]) {
            rest = rest[start...]
            guard rest.starts(with: name) else {
                rest = rest.dropFirst()
                continue
            }
            rest = rest.dropFirst(name.count)
            guard let opening = openings.first(where: { rest.starts(with: $0) }),
                let digit = rest.dropFirst(opening.count).first, (0x30...0x39).contains(digit)
            else { continue }
            return Answer(Int(digit) - 0x30)
        }
        return .silent
    }
}
