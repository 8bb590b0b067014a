#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Whole files read once into memory.
package enum WholeFile {
    /// No picture, prompt list or classifier is larger; an endless device stops here.
    package static let largest = 1 << 30

    /// The bytes of the file at `path`.
    ///
    /// - Throws: `FileError` with the system's reason; also for folders and for more than the limit, 1 GiB.
    package static func read(_ path: RawPath, atMost limit: Int = largest) throws(FileError) -> [UInt8] {
        try read(try InputFile(path), limit)
    }

    /// All that comes through standard input.
    package static func readStandardInput() throws(FileError) -> [UInt8] {
        try read(InputFile.standardInput(), largest)
    }

    private static func read(_ file: InputFile, _ limit: Int) throws(FileError) -> [UInt8] {
        // One byte more than expected: the end of file is then seen in the first piece.
        guard var bytes = try file.read(atMost: min(max(file.size + 1, 1 << 16), limit + 1)) else {
            return []
        }
        while let more = try file.read(atMost: 1 << 20) {
            bytes += more
            if bytes.count > limit { break }
        }
        guard bytes.count <= limit else {
            throw FileError(
                "cannot read \(file.path.text): larger than \(limit >> 20) MiB",
                reason: "larger than \(limit >> 20) MiB")
        }
        return bytes
    }
}
