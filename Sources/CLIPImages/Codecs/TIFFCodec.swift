internal import CCLIPImaging

/// The first page of a TIFF by libtiff, equal to Pillow's reader, which turns a TIFF upright by itself
/// whatever its caller asks for: so does this.
enum TIFFCodec: Codec {
    static func decode(
        _ bytes: UnsafeRawBufferPointer, options: DecodingOptions
    ) throws(ImageError) -> DecodedImage {
        guard let directory = TIFFDirectory(bytes) else {
            throw ImageError(
                .truncated, "cut TIFF: its directory lies beyond its end; fetch or export the file again")
        }
        do {
            return try decode(directory, bytes, options: options)
        } catch {
            guard directory.isCut, error.code == .corrupt || error.code == .unsupported else { throw error }
            throw ImageError(.truncated, error.message + " (its directory or data lie beyond its end)")
        }
    }

    private static func decode(
        _ directory: TIFFDirectory, _ bytes: UnsafeRawBufferPointer, options: DecodingOptions
    ) throws(ImageError) -> DecodedImage {
        guard let width = directory[.width]?.first, let height = directory[.height]?.first else {
            throw ImageError(
                .corrupt, "damaged TIFF: it does not say its size; fetch or export the file again")
        }
        let form = try cclip_tiff_form(directory)
        guard let mode = DecodedImage.Mode(form.layout) else {
            throw ImageError(.unsupported, "TIFF of an unknown layout; save it again")
        }
        var header = cclip_header()
        header.width = Int64(width)
        header.height = Int64(height)
        header.layout = form.layout
        if (1...Int(Int32.max)).contains(width), (1...Int(Int32.max)).contains(height) {
            header.smallest_file = form.smallestFile(width: width, height: height)
        }
        try options.check(header, format: .tiff, fileBytes: bytes.count)

        let count = width * height * Int(mode.bytesPerPixel)
        var status = CCLIP_CORRUPT
        let pixels = [UInt8](pixelBytes: count) { pixels in
            // A strip or a tile may hold the whole picture with its extra samples, or go beyond its edges.
            let memory = Int64(width * height * 12 + (64 << 20))
            status = cclip_tiff_decode(
                bytes.assumingMemoryBound(to: UInt8.self).baseAddress, bytes.count, form, memory, &header,
                pixels)
            return status == CCLIP_DECODED
        }
        guard status == CCLIP_DECODED else { throw ImageError(status, header, format: .tiff) }
        return DecodedImage(
            width: width, height: height, mode: mode, pixels: pixels,
            palette: mode == .palette || mode == .paletteAlpha ? directory.palette : [],
            orientation: directory.orientation ?? 1
        ).upright()
    }
}

extension TIFFDirectory {
    /// The colour map's high bytes as 256 RGB triples; what it leaves out is black.
    fileprivate var palette: [UInt8] {
        let map = self[.colourMap] ?? []
        let count = map.count / 3
        var palette = [UInt8](repeating: 0, count: 768)
        for index in 0..<min(count, 256) {
            for band in 0..<3 {
                palette[3 * index + band] = UInt8(truncatingIfNeeded: map[band * count + index] / 256)
            }
        }
        return palette
    }
}

extension cclip_tiff_form {
    /// Fewer bytes than this cannot hold the pixels, where the compression allows to tell.
    fileprivate func smallestFile(width: Int, height: Int) -> Int64 {
        switch compression {
        // Fax codes take a bit for each row at least.
        case 2, 3, 4: return Int64(height / 8)
        // As of a JPEG file: a bit for each block, which sampling spreads over 256 pixels at most.
        case 6, 7: return Int64(width) * Int64(height) / 2048
        default: break
        }
        guard conversion == CCLIP_TIFF_AS_STORED else { return 0 }
        let row = Int64((width * Int(samples) * Int(bits) + 7) / 8)
        let (raw, overflows) = row.multipliedReportingOverflow(by: Int64(height))
        // Bytes that one byte of the file can stand for: LZW's codes have 12 bits for at most 4096 bytes.
        let most: [Int32: Int64] = [1: 1, 5: 2731, 8: 1032, 32946: 1032, 32773: 64]
        guard let ratio = most[compression] else { return 0 }
        return overflows ? .max : raw / ratio
    }
}
