/// What stands before the pixels of a BMP: one of seven headers, masks and a palette.
///
/// The field layouts are Microsoft's (`BITMAPCOREHEADER` to `BITMAPV5HEADER`) and IBM's for OS/2 2.x.
struct BMPHeader {
    /// Compressions that are decoded, by their numbers in the file.
    enum Compression: Int { case none = 0, runs8, runs4, masks }

    var width: Int
    /// Twice the picture's height in icons and cursors.
    var height: Int
    var isTopDown = false
    var compression = Compression.none
    var mode = DecodedImage.Mode.rgb
    var packing = PixelPacking.rgb555
    var palette: [UInt8] = []
    /// Where the pixels begin.
    var pixelStart = 0
    private var bits: Int
    private var format: ImageFormat

    /// Whether these bytes can be a header without the file's own before it.
    static func isPlausible(_ head: UnsafeRawBufferPointer) -> Bool {
        let head = ByteReader(head)
        guard let size = head.little32(0) else { return false }
        if size == 12 {
            return head.little16(8) == 1 && [1, 4, 8, 24].contains(head.little16(10))
        }
        return [40, 52, 56, 64, 108, 124].contains(size) && head.little16(12) == 1
            && [1, 4, 8, 16, 24, 32].contains(head.little16(14)) && (head.little32(16) ?? 4) <= 3
    }

    /// - Parameters:
    ///   - start: where the header begins, behind the 14 bytes of a file's own.
    ///   - offset: where the file says that the pixels begin; 0 where they follow the header.
    ///   - hasRawAlpha: whether the fourth byte of uncompressed pixels is alpha.
    init(
        _ file: ByteReader, at start: Int, pixelsAt offset: Int, hasRawAlpha: Bool = false,
        format: ImageFormat
    ) throws(ImageError) {
        let size = file.little32(start) ?? 0
        guard [12, 40, 52, 56, 64, 108, 124].contains(size) else {
            throw .unsupported(format, "a header of \(size) bytes")
        }
        guard let header = file.slice(start, count: size).map(ByteReader.init) else {
            throw .truncated(format, "the header ends early")
        }
        func field16(_ at: Int) -> Int { header.little16(at) ?? 0 }
        func field32(_ at: Int) -> Int { header.little32(at) ?? 0 }

        self.format = format
        var end = start + size
        var masks: [Int] = []
        var declaredColours = 0
        if size == 12 {
            width = field16(4)
            height = field16(6)
            bits = field16(10)
        } else {
            width = field32(4)
            height = field32(8)
            // Negative heights run downwards.
            isTopDown = header.byte(11) == 0xFF
            if isTopDown { height = 1 << 32 - height }
            bits = field16(14)
            guard let known = Compression(rawValue: field32(16)) else {
                throw .unsupported(format, "compression \(field32(16))")
            }
            compression = known
            declaredColours = field32(32)
            if compression == .masks, size == 40 {
                masks = (0..<3).map { file.little32(end + 4 * $0) ?? 0 } + [0]
                end += 12
            } else if compression == .masks {
                masks = (0..<3).map { field32(40 + 4 * $0) } + [size >= 56 ? field32(52) : 0]
            }
        }

        switch bits {
        case 1, 4, 8:
            guard compression != .masks else { throw .unsupported(format, "masks for \(bits) bits") }
            let colours = declaredColours == 0 ? 1 << bits : declaredColours
            guard colours <= 65_536 else { throw .corrupt(format, "a palette of \(colours) colours") }
            let entry = size == 12 ? 3 : 4
            readPalette(file.available(end, count: colours * entry), colours: colours, entry: entry)
            let follows = offset == 14 + size
            pixelStart = offset == 0 ? end + colours * entry : offset + (follows ? colours * entry : 0)
        case 16, 24, 32:
            guard compression == .none || compression == .masks else {
                throw .unsupported(format, "run lengths for \(bits) bits")
            }
            try choosePacking(masks: masks, hasRawAlpha: hasRawAlpha)
            pixelStart = offset == 0 ? end : offset
        default:
            throw .unsupported(format, "\(bits) bits per pixel")
        }
    }

    /// A palette that is black and white, or grey in order, is left away, as in Pillow.
    private mutating func readPalette(_ bytes: UnsafeRawBufferPointer, colours: Int, entry: Int) {
        let stored = bytes.count / entry
        let isGrey =
            stored == colours && colours <= 256
            && (0..<colours).allSatisfy { index in
                let value = colours == 2 ? 255 * index : index
                return bytes[entry * index..<entry * index + 3].allSatisfy { Int($0) == value }
            }
        guard isGrey else {
            mode = .palette
            packing = .indices(bits: bits)
            palette = [UInt8](repeating: 0, count: 768)
            for index in 0..<min(stored, 256) {
                for band in 0..<3 { palette[3 * index + band] = bytes[entry * index + 2 - band] }
            }
            return
        }
        mode = colours <= 2 ? .bilevel : .grey
        packing = colours <= 2 ? .bilevel(bits: bits) : .indices(bits: bits)
    }

    /// The masks of 32 bits that Pillow knows: red, green, blue and alpha, a byte each.
    private static let byteMasks: [[Int]] = [
        [0xFF0000, 0xFF00, 0xFF, 0], [0xFF00_0000, 0xFF0000, 0xFF00, 0], [0xFF00_0000, 0xFF00, 0xFF, 0],
        [0xFF00_0000, 0xFF0000, 0xFF00, 0xFF], [0xFF, 0xFF00, 0xFF0000, 0xFF00_0000],
        [0xFF0000, 0xFF00, 0xFF, 0xFF00_0000], [0xFF00_0000, 0xFF00, 0xFF, 0xFF0000],
    ]

    private mutating func choosePacking(masks: [Int], hasRawAlpha: Bool) throws(ImageError) {
        switch (bits, Array(masks.prefix(3))) {
        case (16, []), (16, [0x7C00, 0x3E0, 0x1F]):
            packing = .rgb555
        case (16, [0xF800, 0x7E0, 0x1F]):
            packing = .rgb565
        case (24, []), (24, [0xFF0000, 0xFF00, 0xFF]):
            packing = .colours(step: 3, red: 2, green: 1, blue: 0, alpha: nil)
        case (32, []):
            packing = .colours(step: 4, red: 2, green: 1, blue: 0, alpha: hasRawAlpha ? 3 : nil)
        case (32, _) where masks == [0, 0, 0, 0]:
            packing = .colours(step: 4, red: 2, green: 1, blue: 0, alpha: 3)
        case (32, _) where Self.byteMasks.contains(masks):
            let places = masks.map { $0.trailingZeroBitCount / 8 }
            packing = .colours(
                step: 4, red: places[0], green: places[1], blue: places[2],
                alpha: masks[3] == 0 ? nil : places[3])
        case (_, let words):
            let shown = words.map { "0x" + String($0, radix: 16) }.joined(separator: ", ")
            throw .unsupported(format, "the masks \(shown) for \(bits) bits")
        }
        if packing.unpackedBytes == 4 { mode = .rgba }
    }

    /// The uncompressed rows; each begins at a multiple of four bytes.
    var rows: PackedRows {
        PackedRows(
            packing: packing, width: width, height: height, start: pixelStart,
            stride: (width * bits + 31) / 32 * 4, isBottomUp: !isTopDown)
    }
}
