#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder for the files of one test run, removed with everything in it when its owner is.
public final class TemporaryFolder: Sendable {
    /// The folder of this process; the system clears what the tests leave in it.
    public static let shared = TemporaryFolder()

    /// The folder's path.
    public let path: String

    /// Makes a new folder.
    public init() {
        let root = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        path = "\(root)/swift-clip-tests-\(getpid())-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        mkdir(path, 0o700)
    }

    /// A path for a new file, whose name begins so.
    public func path(_ name: String) -> String {
        "\(path)/\(name)-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
    }

    /// A new folder in this one, whose name begins so.
    public func makeFolder(_ name: String) -> String {
        let path = path(name)
        mkdir(path, 0o700)
        return path
    }

    /// The names of what is in the folder, sorted.
    public var names: [String] { Self.list(path) ?? [] }

    deinit { Self.remove(path) }

    /// What a folder holds, sorted; nil if it is not a folder.
    public static func list(_ path: String) -> [String]? {
        guard let directory = opendir(path) else { return nil }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func remove(_ path: String) {
        guard let names = list(path) else {
            unlink(path)
            return
        }
        for name in names { remove("\(path)/\(name)") }
        rmdir(path)
    }
}
