/// The checksums of a tar archive's headers.
enum TarChecksums {
    private static let block = 512

    /// The archive with every header's checksum made right, as far as its sizes lead, so that what is damaged is looked
    /// at, not refused.
    static func mended(_ file: [UInt8]) -> [UInt8] {
        var file = file
        var start = 0
        while start + block <= file.count, file[start..<start + block].contains(where: { $0 != 0 }) {
            let digits = file[start + 124..<start + 136].prefix { (0x30...0x37).contains($0) }
            let size = digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
            put(&file, start)
            guard size <= file.count - start else { break }
            start += block + (size + block - 1) / block * block
        }
        return file
    }

    private static func put(_ file: inout [UInt8], _ start: Int) {
        let place = start + 148..<start + 156
        for index in place { file[index] = 0x20 }
        var sum = file[start..<start + block].reduce(0) { $0 + Int($1) }
        for index in place.dropLast(2).reversed() {
            file[index] = 0x30 + UInt8(sum & 7)
            sum >>= 3
        }
        file[place.upperBound - 2] = 0
    }

    /// A header of ustar without its checksum.
    fileprivate static func header(_ name: String, size: Int) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: block)
        func put(_ text: String, at place: Int) {
            header.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
        }
        put(name, at: 0)
        let octal = String(size, radix: 8)
        put(String(repeating: "0", count: 11 - octal.count) + octal, at: 124)
        put("0", at: 156)
        put("ustar", at: 257)
        return header
    }
}

/// A tar archive of samples: files that share a name up to the first dot.
enum TarSample {
    /// The archive, with its files in the order of their names.
    static func archive(_ samples: [(key: String, files: [String: [UInt8]])]) -> [UInt8] {
        var bytes: [UInt8] = []
        for sample in samples {
            for (ending, content) in sample.files.sorted(by: { $0.key < $1.key }) {
                bytes += TarChecksums.header("\(sample.key).\(ending)", size: content.count) + content
                bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
            }
        }
        return TarChecksums.mended(bytes)
    }
}
