#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension RawPath {
    /// Gives the file another name, replacing what had it.
    package func rename(to final: RawPath) throws(FileError) {
        let result = withCString { from in
            final.withCString { to in
                // Named with its module: inside a method of the same name the plain one is the method.
                #if canImport(Glibc)
                    Glibc.rename(from, to)
                #elseif canImport(Musl)
                    Musl.rename(from, to)
                #else
                    Darwin.rename(from, to)
                #endif
            }
        }
        guard result == 0 else { throw FileError(cannot: "write", final, errno: errno) }
    }
}
