#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Files that appear whole or not at all.
package enum ReplacedFile {
    /// Writes `pieces` aside, then gives the file its name.
    ///
    /// A reader sees the old file or the new one. A failure leaves the old file and nothing aside.
    package static func write(_ pieces: [[UInt8]], to path: RawPath) throws(FileError) {
        let aside = path.adding(suffix: ".\(getpid()).new")
        do {
            let file = try OutputFile(aside, known: path)
            for piece in pieces { try file.write(piece) }
            try file.rename(to: path)
        } catch {
            _ = aside.withCString { unlink($0) }
            throw error
        }
    }
}
