/// The rows of a picture that lie in a file uncompressed.
struct PackedRows {
    let packing: PixelPacking
    let width: Int
    let height: Int
    /// Where the first row stored begins.
    let start: Int
    /// From row to row; the last one needs no padding.
    let stride: Int
    let isBottomUp: Bool

    /// The shortest file that holds them.
    var smallestFile: Int { start + stride * (height - 1) + packing.rowBytes(width: width) }

    /// - Throws: `ImageError.Code.truncated` where the file is too short.
    func unpacked(from file: ByteReader, format: ImageFormat) throws(ImageError) -> [UInt8] {
        let rowBytes = packing.rowBytes(width: width)
        guard smallestFile <= file.count else {
            let rows = max(0, file.count - start) / max(1, stride)
            throw .truncated(format, "the pixels end after row \(min(rows, height)) of \(height)")
        }
        let unpackedRow = width * packing.unpackedBytes
        return [UInt8](pixelBytes: unpackedRow * height) { pixels in
            for y in 0..<height {
                guard let row = file.slice(start + y * stride, count: rowBytes) else { return false }
                packing.unpack(
                    row, width: width, to: pixels + (isBottomUp ? height - 1 - y : y) * unpackedRow)
            }
            return true
        }
    }
}
