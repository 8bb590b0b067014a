#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `write` under a name that the method below does not hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

/// A file for a reader of paths, in memory where the system has a folder for that; gone with its owner.
final class ScratchFile {
    let path = scratchPath()

    deinit { unlink(path) }
}

/// A folder for a reader of folders, as `ScratchFile`; gone with its owner, with all that was written through it.
final class ScratchFolder {
    let path = scratchPath()
    private var files: [String] = []
    private var folders: [String] = []

    init() { makeFolder(path) }

    private func makeFolder(_ path: String) {
        precondition(mkdir(path, 0o700) == 0 || errno == EEXIST, "no folder can be made at \(path)")
        folders.append(path)
    }

    /// Writes a file; of a name with "/" the folders are made, too.
    ///
    /// - Returns: its path.
    @discardableResult
    func write(_ bytes: [UInt8], _ name: String) -> String {
        var place = path
        for part in name.split(separator: "/").dropLast() {
            place += "/\(part)"
            makeFolder(place)
        }
        let file = "\(path)/\(name)"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        files.append(file)
        let wrote = bytes.withUnsafeBytes { systemWrite(descriptor, $0) }
        precondition(wrote == bytes.count && close(descriptor) == 0, "\(file) cannot be written")
        return file
    }

    deinit {
        for file in files { unlink(file) }
        for folder in folders.reversed() { rmdir(folder) }
    }
}

private func scratchPath() -> String {
    let common = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : common
    // Tests run at once in one process.
    return "\(folder)/swift-clip-fuzz-\(getpid())-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
}
