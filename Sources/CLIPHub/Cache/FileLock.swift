#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A lock between processes, as Python's `filelock` takes it: `flock` on a file that stays.
struct FileLock: ~Copyable {
    private let descriptor: Int32
    /// False where the file system has no locks: then nothing keeps others away.
    let isHeld: Bool

    private init(descriptor: Int32, isHeld: Bool) {
        self.descriptor = descriptor
        self.isHeld = isHeld
    }

    deinit { close(descriptor) }

    /// Waits for the lock.
    ///
    /// - Parameters:
    ///   - onWait: called once if another process has it.
    ///   - isCancelled: asked twenty times a second; true ends the wait with an error.
    static func acquire(
        _ path: String, isCancelled: () -> Bool, onWait: () -> Void
    ) throws(HubError) -> FileLock {
        var hasSaid = false
        while true {
            if let lock = try attempt(path) { return lock }
            if isCancelled() { throw HubFailure.cancelled }
            if !hasSaid { onWait() }
            hasSaid = true
            usleep(50_000)
        }
    }

    /// The lock, if nobody has it.
    static func attempt(_ path: String) throws(HubError) -> FileLock? {
        let flags = O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW
        var descriptor = open(path, flags | O_CREAT | O_EXCL, 0o664)
        if descriptor >= 0 {
            // Whoever shares the cache may wait for the lock, whatever this process's mask says.
            fchmod(descriptor, 0o664)
        } else if errno == EEXIST {
            descriptor = open(path, flags)
        }
        guard descriptor >= 0 else {
            if errno == ENOENT, SystemFiles.kind(SystemFiles.folder(of: path)) == .folder { return nil }
            throw SystemFiles.failure("the lock \(path) cannot be opened")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            if reason == ENOSYS || reason == ENOTSUP || reason == ENOLCK {
                return FileLock(descriptor: descriptor, isHeld: false)
            }
            close(descriptor)
            if [EWOULDBLOCK, EAGAIN, EACCES, EINTR].contains(reason) { return nil }
            throw SystemFiles.failure("the lock \(path) cannot be taken", reason)
        }
        var status = stat()
        // Removed between opening and locking: this lock guards no name.
        guard fstat(descriptor, &status) == 0, status.st_nlink > 0 else {
            close(descriptor)
            return nil
        }
        return FileLock(descriptor: descriptor, isHeld: true)
    }
}
