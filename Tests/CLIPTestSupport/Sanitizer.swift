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
        ["__tsan_init", "__asan_init"].contains { dlsym(nil, $0) != nil }
    }
}
