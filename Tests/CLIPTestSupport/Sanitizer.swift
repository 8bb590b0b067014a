#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The sanitizer that a test may run under (`make test-sanitized`).
public enum Sanitizer {
    /// Whether the process has the run-time library of one: it has an allocator of its own, and shadows whose pages come
    /// and go with what is allocated.
    public static var isPresent: Bool {
        let process = dlopen(nil, RTLD_NOW)
        return dlsym(process, "__tsan_init") != nil || dlsym(process, "__asan_init") != nil
    }
}
