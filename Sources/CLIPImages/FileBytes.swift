#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Reads a whole file, after a look at its first bytes: a film or an archive among the photos costs one
/// small read.
enum FileBytes {
    static func read(_ path: String, options: DecodingOptions) throws(ImageError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable() }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable() }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw ImageError(.unreadable, "this is a folder; give a picture file")
        }

        let tooLong = ImageError(
            .tooLarge,
            "the file has more than \(options.maximumFileBytes) bytes; "
                + "raise DecodingOptions.maximumFileBytes to read it")
        guard Int(status.st_size) <= options.maximumFileBytes else { throw tooLong }

        var bytes = try read(upTo: ImageFormat.lookahead, from: descriptor)
        let format = bytes.withUnsafeBytes { ImageFormat(of: $0) }
        guard format.codec != nil else { throw format.refusal }
        // A pipe has no size: it is read in growing steps, like a file that grows meanwhile.
        var step = max(Int(status.st_size) - bytes.count + 1, 1 << 16)
        // One byte beyond the limit tells a file that is too long.
        let most = min(options.maximumFileBytes, Int.max - 1) + 1
        while bytes.count < most {
            let more = try read(upTo: min(step, most - bytes.count), from: descriptor)
            if more.isEmpty { return bytes }
            bytes += more
            step = max(1 << 16, bytes.count)
        }
        throw tooLong
    }

    /// Fewer than `limit` bytes are returned at the end of the file only.
    private static func read(upTo limit: Int, from descriptor: Int32) throws(ImageError) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            while count < limit, let base = buffer.baseAddress {
                let got = systemRead(descriptor, base + count, limit - count)
                if got < 0, errno == EINTR { continue }
                failed = got < 0
                if got <= 0 { break }
                count += got
            }
        }
        if failed { throw unreadable() }
        return bytes
    }

    private static func unreadable() -> ImageError {
        ImageError(.unreadable, "cannot be read: \(String(cString: strerror(errno)))")
    }
}

/// The name `read` belongs to the functions above.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
