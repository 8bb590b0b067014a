#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Inverts the last bytes of a file, without another inode.
func replaceInPlace(_ path: String) throws {
    let descriptor = open(path, O_RDWR)
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let place = lseek(descriptor, -256, SEEK_END)
    _ = pread(descriptor, &bytes, 256, place)
    bytes = bytes.map { ~$0 }
    _ = pwrite(descriptor, bytes, 256, place)
}

/// Sets the time of a file's last change.
func restoreTime(_ path: String, nanoseconds: Int64) {
    let time = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    var times = [time, time]
    utimensat(AT_FDCWD, path, &times, 0)
}
