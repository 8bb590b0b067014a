/// The pictures that a Windows icon or cursor holds: sixteen bytes for each, at the start of the file.
struct IconDirectory {
    struct Entry {
        /// 0 stands for 256 in the file.
        var width: Int
        var height: Int
        /// Colours of its palette; 0 where there are more than 255.
        var colours: Int
        var bits: Int
        var byteCount: Int
        var start: Int

        /// By what icons of one size are told apart.
        var depth: Int {
            if bits > 0 { return bits }
            guard colours > 1 else { return 256 }
            return Int.bitWidth - (colours - 1).leadingZeroBitCount
        }
    }

    let entries: [Entry]

    init(_ file: ByteReader, format: ImageFormat) throws(ImageError) {
        var entries: [Entry] = []
        for index in 0..<(file.little16(4) ?? 0) {
            guard let entry = file.slice(6 + 16 * index, count: 16).map(ByteReader.init),
                let width = entry.byte(0), let height = entry.byte(1), let colours = entry.byte(2),
                let bits = entry.little16(6), let byteCount = entry.little32(8),
                let start = entry.little32(12)
            else { throw .truncated(format, "the list of pictures ends early") }
            entries.append(
                Entry(
                    width: width, height: height, colours: colours, bits: bits, byteCount: byteCount,
                    start: start))
        }
        guard !entries.isEmpty else { throw .corrupt(format, "no picture in it") }
        self.entries = entries
    }
}
