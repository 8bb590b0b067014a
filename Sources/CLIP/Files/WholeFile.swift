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
    /// - Parameters:
    ///   - limit: the most bytes that are read.
    ///   - kind: what may be opened.
    ///   - isInterrupted: true ends the wait for a pipe.
    ///   - accepts: looks at the first bytes of a large file; what it throws ends the reading.
    /// - Throws: `FileError` with the system's reason; also for folders and for more than the limit.
    package static func read(
        _ path: RawPath, atMost limit: Int = largest, kind: InputFile.Kind = .any,
        isInterrupted: @escaping @Sendable () -> Bool = { false },
        accepts: ([UInt8]) throws(FileError) -> Void = { _ in }
    ) throws(FileError) -> [UInt8] {
        try read(InputFile(path, kind: kind, isInterrupted: isInterrupted), limit, accepts)
    }

    /// All that comes through standard input.
    package static func readStandardInput(
        atMost limit: Int = largest, isInterrupted: @escaping @Sendable () -> Bool = { false }
    ) throws(FileError) -> [UInt8] {
        try read(InputFile.standardInput(isInterrupted: isInterrupted), limit) { _ in }
    }

    /// Files above this size are looked at before they are read.
    private static let large = 4 << 20

    private static func read(
        _ file: InputFile, _ limit: Int, _ accepts: ([UInt8]) throws(FileError) -> Void
    ) throws(FileError) -> [UInt8] {
        let size = file.size
        guard size <= limit else { throw tooLarge(file, limit) }
        // One byte more than expected: the end of file is then seen in the first piece.
        let first = size > large ? 1 << 16 : max(size + 1, 1 << 16)
        guard var bytes = try file.read(atMost: min(first, limit + 1)) else { return [] }
        if size > large {
            try accepts(bytes)
            bytes.reserveCapacity(size + 1)
        }
        guard bytes.count <= limit else { throw tooLarge(file, limit) }
        while let more = try file.read(atMost: min(1 << 20, limit + 1 - bytes.count)) {
            bytes += more
            guard bytes.count <= limit else { throw tooLarge(file, limit) }
        }
        return bytes
    }

    private static func tooLarge(_ file: InputFile, _ limit: Int) -> FileError {
        FileError(
            "cannot read \(file.path.text): larger than \(limit >> 20) MiB",
            reason: "larger than \(limit >> 20) MiB")
    }
}
