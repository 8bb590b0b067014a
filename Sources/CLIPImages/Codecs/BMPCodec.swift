/// BMP of Windows and OS/2, with its file header or without (DIB), equal to Pillow's reader.
enum BMPCodec: Codec {
    static func decode(
        _ bytes: UnsafeRawBufferPointer, options: DecodingOptions
    ) throws(ImageError) -> DecodedImage {
        let file = ByteReader(bytes)
        let hasFileHeader = bytes.starts(with: "BM".utf8)
        let header = try BMPHeader(
            file, at: hasFileHeader ? 14 : 0, pixelsAt: hasFileHeader ? file.little32(10) ?? 0 : 0,
            format: .bmp)
        return try decode(header, in: file, format: .bmp, options: options)
    }

    /// The pixels that a header describes, in a file of any format that holds such a header.
    static func decode(
        _ header: BMPHeader, in file: ByteReader, format: ImageFormat, options: DecodingOptions
    ) throws(ImageError) -> DecodedImage {
        let pixels: [UInt8]
        switch header.compression {
        case .none, .masks:
            try options.check(
                width: header.width, height: header.height, smallestFile: 0, format: format,
                fileBytes: file.count)
            pixels = try header.rows.unpacked(from: file, format: format)
        case .runs8, .runs4:
            // The longest step, a delta of four bytes, covers 255 rows and 255 pixels.
            let steps = header.height / (255 + 255 / max(1, header.width))
            try options.check(
                width: header.width, height: header.height, smallestFile: steps * 4, format: format,
                fileBytes: file.count)
            guard let indices = BMPRuns(file, header: header).decoded() else {
                throw .truncated(format, "the run lengths end before the picture does")
            }
            pixels = ordered(indices, header)
        }
        return DecodedImage(
            width: header.width, height: header.height, mode: header.mode, pixels: pixels,
            palette: header.palette)
    }

    /// Rows from top to bottom, black and white as such.
    private static func ordered(_ indices: [UInt8], _ header: BMPHeader) -> [UInt8] {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(indices.count)
        for y in 0..<header.height {
            let row = header.isTopDown ? y : header.height - 1 - y
            pixels += indices[row * header.width..<(row + 1) * header.width]
        }
        guard header.mode == .bilevel else { return pixels }
        return pixels.map { $0 == 0 ? 0 : 255 }
    }
}
