internal import CCLIPImaging

/// How a TIFF's samples become pixels: the table of Pillow's TIFF reader, as rules.
extension cclip_tiff_form {
    /// - Throws: `ImageError.Code.unsupported` for what the table does not have.
    init(_ directory: TIFFDirectory) throws(ImageError) {
        let compression = directory[.compression]?.first ?? 1
        // Old-style JPEG holds luma and colour differences, whatever it says.
        let photometric = compression == 6 ? 6 : directory[.photometric]?.first ?? 0
        let isSeparate = directory[.planarConfiguration]?.first == 2
        var extra = directory[.extraSamples] ?? []
        var bits = directory[.bitsPerSample] ?? [1]
        var samples = directory[.samplesPerPixel]?.first ?? (compression == 6 ? 3 : 1)
        if isSeparate, !extra.isEmpty, extra.allSatisfy({ $0 == 0 }) {
            // Bands of their own that nobody says anything of are left where they are.
            bits = Array(bits.dropLast(extra.count))
            samples -= extra.count
            extra = []
        }
        guard (1...8).contains(samples) else { throw Self.unknown("\(samples) samples per pixel") }
        if bits.count > samples {
            bits = Array(bits.prefix(samples))
        } else if bits.count == 1 {
            bits = Array(repeating: bits[0], count: samples)
        }
        guard bits.count == samples, let depth = bits.first, bits.allSatisfy({ $0 == depth }) else {
            throw Self.unknown("samples of \(bits) bits")
        }
        let formats = Set(directory[.sampleFormat] ?? [1])
        guard formats.count == 1, let format = formats.first else {
            throw Self.unknown("samples of several formats")
        }

        self.init()
        self.bits = Int32(clamping: depth)
        self.samples = Int32(samples)
        self.is_signed = format == 2 ? 1 : 0
        separate = isSeparate ? 1 : 0
        self.compression = Int32(clamping: compression)
        swapped = directory.littleEndian ? 0 : 1
        let colours = (Self.colours[photometric] ?? 1) + extra.count
        let what =
            "\(samples) samples of \(depth) bits, format \(format), colours \(photometric), extra \(extra)"
        switch (photometric, format) {
        case (0, _), (1, _):
            guard setGrey(photometric, depth, format, extra, samples, directory.littleEndian) else {
                throw Self.unknown(what)
            }
        case (2, 1):
            // Four samples without a word about the fourth are taken for alpha; Corel wrote 999.
            let alpha = samples == 4 && extra.isEmpty || [1, 2, 999].contains(extra.first)
            guard depth == 8 || depth == 16, samples == colours || samples == 4 && extra.isEmpty,
                samples <= (depth == 8 ? 6 : 4), extra.dropFirst().allSatisfy({ $0 == 0 })
            else { throw Self.unknown(what) }
            layout = alpha ? CCLIP_RGBA : CCLIP_RGB
            // Pillow takes the fourth of separate bands for associated alpha unless it says otherwise.
            premultiplied = extra.first == 1 || isSeparate && alpha && extra.isEmpty ? 1 : 0
        case (3, 1):
            guard [1, 2, 4, 8].contains(depth), samples == colours,
                extra.isEmpty || depth == 8 && (extra == [0] || extra == [2]),
                directory[.colourMap] != nil
            else { throw Self.unknown(what) }
            layout = extra == [2] ? CCLIP_PALETTE_ALPHA : CCLIP_PALETTE
        case (5, 1):
            guard depth == 8 || depth == 16 && extra.isEmpty, samples == colours, samples <= 6,
                extra.allSatisfy({ $0 == 0 })
            else { throw Self.unknown(what) }
            layout = CCLIP_CMYK
        case (6, 1):
            guard depth == 8, samples == 3 || samples == 1, extra.isEmpty else { throw Self.unknown(what) }
            setLuma(compression, directory[.yCbCrSubsampling] ?? [2, 2])
        default:
            throw Self.unknown(what)
        }
    }

    /// Samples per pixel by photometric interpretation.
    private static let colours = [2: 3, 5: 4, 6: 3, 8: 3]

    private static func unknown(_ what: String) -> ImageError {
        ImageError(
            .unsupported, "TIFF of a kind not decoded: \(what); save as 8-bit RGB TIFF, JPEG or PNG")
    }

    private mutating func setGrey(
        _ photometric: Int, _ depth: Int, _ format: Int, _ extra: [Int], _ samples: Int, _ littleEndian: Bool
    ) -> Bool {
        if samples == 2 {
            guard photometric == 1, format == 1, depth == 8, let alpha = extra.first, alpha <= 2,
                extra.count == 1
            else { return false }
            layout = alpha == 0 ? CCLIP_GREY : CCLIP_GREY_ALPHA
            premultiplied = alpha == 1 ? 1 : 0
            return true
        }
        guard samples == 1, extra.isEmpty else { return false }
        switch (depth, format) {
        case (1, 1): layout = CCLIP_BILEVEL
        case (2, 1), (4, 1), (8, 1): layout = CCLIP_GREY
        case (8, 2) where photometric == 1: layout = CCLIP_GREY
        case (12, 1) where photometric == 1: layout = CCLIP_GREY16
        // Beyond 8 bits, Pillow does not invert where zero is white.
        case (16, 1) where photometric == 1 || littleEndian:
            layout = littleEndian ? CCLIP_GREY16 : CCLIP_GREY16_BIG
        case (16, 2) where photometric == 1: layout = CCLIP_INT32
        case (32, 1) where photometric == 1, (32, 2) where photometric == 1: layout = CCLIP_INT32
        case (32, 3): layout = CCLIP_FLOAT32
        default: return false
        }
        inverted = photometric == 0 && depth <= 8 ? 1 : 0
        return true
    }

    /// Luma and colour differences stay as they are where nothing was done to them; libjpeg or libtiff turns
    /// them into RGB otherwise, as in Pillow.
    private mutating func setLuma(_ compression: Int, _ subsampling: [Int]) {
        layout = CCLIP_RGB
        if compression == 7, separate == 0, samples == 3 {
            conversion = CCLIP_TIFF_JPEG_TO_RGB
        } else if samples == 1 {
            layout = CCLIP_GREY
        } else if compression == 1, subsampling == [1, 1] {
            layout = CCLIP_YCBCR
        } else {
            conversion = CCLIP_TIFF_TO_RGB
        }
    }
}
