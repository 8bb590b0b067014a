/// The run lengths of BMP (RLE8 and RLE4), step by step as Pillow reads them: a delta or the end of a line
/// fills with index 0, a run stops at the end of its line, and a picture that ends early is an error.
struct BMPRuns {
    private let file: ByteReader
    private let width: Int
    private let size: Int
    private let start: Int
    private let hasNibbles: Bool

    init(_ file: ByteReader, header: BMPHeader) {
        self.file = file
        width = header.width
        size = header.width * header.height
        start = header.pixelStart
        hasNibbles = header.compression == .runs4
    }

    /// Indices in the order of the file; nil where they end early, which is found out before memory is taken.
    func decoded() -> [UInt8]? {
        var walk = Walk(at: start)
        guard read(&walk, into: nil) else { return nil }
        var indices = [UInt8](repeating: 0, count: size)
        walk = Walk(at: start)
        indices.withUnsafeMutableBufferPointer { _ = read(&walk, into: $0.baseAddress) }
        return indices
    }

    /// How far a reading has come.
    private struct Walk {
        /// In the file.
        var at: Int
        /// Pixels passed.
        var filled = 0
        /// Pixels passed in this line.
        var column = 0
    }

    /// Whether the whole picture is there. Without `indices` nothing is written.
    private func read(_ walk: inout Walk, into indices: UnsafeMutablePointer<UInt8>?) -> Bool {
        while walk.filled < size {
            guard let count = file.byte(walk.at), let value = file.byte(walk.at + 1) else { return false }
            walk.at += 2
            guard count == 0 else {
                let both = hasNibbles ? (UInt8(value >> 4), UInt8(value & 15)) : (UInt8(value), UInt8(value))
                write(max(0, min(count, width - walk.column)), &walk, indices) {
                    $0 % 2 == 0 ? both.0 : both.1
                }
                continue
            }
            switch value {
            case 0:
                walk.filled = (walk.filled + width - 1) / width * width
                walk.column = 0
            case 1:
                return false
            case 2:
                guard let right = file.byte(walk.at), let up = file.byte(walk.at + 1) else { return false }
                walk.at += 2
                walk.filled = min(size, walk.filled + right + up * width)
                walk.column = walk.filled % width
            default:
                guard readLiteral(value, &walk, indices) else { return false }
            }
        }
        return true
    }

    private func readLiteral(
        _ declared: Int, _ walk: inout Walk, _ indices: UnsafeMutablePointer<UInt8>?
    ) -> Bool {
        let count = min(declared, size - walk.filled)
        let bytes = hasNibbles ? (count + 1) / 2 : count
        guard let literal = file.slice(walk.at, count: bytes) else { return false }
        if hasNibbles {
            write(count, &walk, indices) { $0 % 2 == 0 ? literal[$0 / 2] >> 4 : literal[$0 / 2] & 15 }
        } else {
            write(count, &walk, indices) { literal[$0] }
        }
        // A line may be left over-full here; runs then wait for its end.
        walk.column += declared - count
        walk.at += bytes
        // Literals are padded to 16 bits, counted from the start of the file.
        walk.at += walk.at % 2
        return true
    }

    private func write(
        _ count: Int, _ walk: inout Walk, _ indices: UnsafeMutablePointer<UInt8>?, _ value: (Int) -> UInt8
    ) {
        let kept = min(count, size - walk.filled)
        if let indices {
            for index in 0..<kept { indices[walk.filled + index] = value(index) }
        }
        walk.filled += kept
        walk.column += count
    }
}
