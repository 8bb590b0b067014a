import CLIPTestSupport

@testable import CLIP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Helpers for tests that look at folders.
extension TemporaryFolder {
    /// The folder's path as bytes.
    var raw: RawPath { RawPath(path) }

    /// The names in the folder, sorted.
    var names: [String] {
        guard let handle = opendir(path) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Makes an empty file, and the folders above it.
    func add(_ name: String) throws {
        try add(RawPath(name))
    }

    /// Makes an empty file, and the folders above it.
    func add(_ name: RawPath) throws {
        let parts = name.bytes.split(separator: UInt8(ascii: "/"))
        var folder = raw
        for part in parts.dropLast() {
            folder = folder.appending(part)
            _ = folder.withCString { mkdir($0, 0o755) }
        }
        try ReplacedFile.write([], to: raw.appending(name.bytes))
    }

    /// Makes a symbolic link.
    func link(_ name: String, to target: String) {
        symlink(target, "\(path)/\(name)")
    }
}
