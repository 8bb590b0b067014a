/// Targa pictures with and without run lengths, equal to Pillow's reader.
enum TGACodec: Codec {
    static func decode(
        _ bytes: UnsafeRawBufferPointer, options: DecodingOptions
    ) throws(ImageError) -> DecodedImage {
        let file = ByteReader(bytes)
        let header = try TGAHeader(file)
        // A packet of a run's pixel and one byte covers 128 pixels.
        let packets = header.width * header.height / 128
        try options.check(
            width: header.width, height: header.height,
            smallestFile: header.hasRuns ? packets * (1 + header.pixelBytes) : 0, format: .tga,
            fileBytes: bytes.count)

        var pixels: [UInt8]
        if header.hasRuns {
            pixels = try expanded(header, file)
        } else {
            pixels = try PackedRows(
                packing: header.packing, width: header.width, height: header.height,
                start: header.pixelStart, stride: header.packing.rowBytes(width: header.width),
                isBottomUp: header.isBottomUp
            ).unpacked(from: file, format: .tga)
        }
        if header.mode == .rgba, declaresNoAlpha(file) {
            for at in stride(from: 3, to: pixels.count, by: 4) { pixels[at] = 255 }
        }
        let picture = DecodedImage(
            width: header.width, height: header.height, mode: header.mode, pixels: pixels,
            palette: header.palette, orientation: header.isRightToLeft ? 2 : 1)
        return picture.upright()
    }

    /// Undoes the packets: a byte of 128 and more repeats the next pixel, a smaller one precedes as many. They
    /// may cross the ends of lines.
    private static func expanded(_ header: TGAHeader, _ file: ByteReader) throws(ImageError) -> [UInt8] {
        let pixelBytes = header.pixelBytes
        let size = header.width * header.height * pixelBytes
        var at = header.pixelStart
        var filled = 0
        let packed = [UInt8](pixelBytes: size) { packed in
            while filled < size {
                guard let packet = file.byte(at) else { return false }
                at += 1
                let count = min((packet & 127 + 1) * pixelBytes, size - filled)
                let isRun = packet >= 128
                guard let source = file.slice(at, count: isRun ? pixelBytes : count) else { return false }
                for index in 0..<count { packed[filled + index] = source[isRun ? index % pixelBytes : index] }
                filled += count
                at += source.count
            }
            return true
        }
        guard filled == size else {
            throw .truncated(.tga, "the run lengths end before the picture does")
        }
        let rows = PackedRows(
            packing: header.packing, width: header.width, height: header.height, start: 0,
            stride: header.width * pixelBytes, isBottomUp: header.isBottomUp)
        return try packed.withUnsafeBufferPointer { (packed) throws(ImageError) in
            try rows.unpacked(from: ByteReader(UnsafeRawBufferPointer(packed)), format: .tga)
        }
    }

    /// Whether the extension area of version 2.0 says that the fourth byte is no alpha.
    private static func declaresNoAlpha(_ file: ByteReader) -> Bool {
        let footer = file.count - 26
        guard let signature = file.slice(footer + 8, count: 18), let area = file.little32(footer), area > 0
        else { return false }
        return signature.elementsEqual("TRUEVISION-XFILE.\0".utf8) && file.byte(area + 494) == 0
    }
}
