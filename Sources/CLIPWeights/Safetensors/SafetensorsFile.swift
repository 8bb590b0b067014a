/// A safetensors file: its header is read and checked when it is opened, its tensors are read where they are
/// used. A file above 16 MiB is mapped, and must not be shortened while it is in use; replace it by renaming.
///
/// The header is checked as strictly as the format's own reader does, so that no later access can
/// leave the file: every tensor's bytes are exactly its shape times its element size, and together the
/// tensors fill the file without gap or overlap.
public final class SafetensorsFile: Sendable {
    /// A header above this many bytes is refused, here as in other readers of the format.
    public static let largestHeader = 100_000_000

    /// The file's path, or the name that was given to memory.
    public let name: String
    /// Free text that the writer left in the file, `format` for example.
    public let metadata: [String: String]
    /// The names of all tensors, in the order of the header.
    public let tensorNames: [String]
    let bytes: FileBytes
    let tensors: [String: WeightTensor]

    /// Opens the file at `path`.
    public convenience init(path: String) throws(WeightError) {
        try self.init(FileBytes(path: path))
    }

    /// Opens a file that lies in memory.
    ///
    /// - Parameters:
    ///   - bytes: the file's bytes, at any alignment; they must outlive the process's last use of the
    ///     tensors and never change, as an executable's read-only data does.
    ///   - name: what messages call it.
    public convenience init(bytes: UnsafeRawBufferPointer, name: String) throws(WeightError) {
        try self.init(FileBytes(permanent: bytes, name: name))
    }

    package init(_ file: FileBytes) throws(WeightError) {
        let header = try file.withBytes { (bytes) throws(WeightError) in
            try SafetensorsHeader(bytes, name: file.name)
        }
        name = file.name
        bytes = file
        metadata = header.metadata
        tensorNames = header.entries.map(\.name)
        tensors = Dictionary(
            header.entries.map { ($0.name, WeightTensor(entry: $0, in: file)) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The tensor of this name, if the file has one.
    public subscript(name: String) -> WeightTensor? { tensors[name] }

    /// How many numbers all tensors hold together.
    public var elementCount: Int { tensors.values.reduce(0) { $0 + $1.count } }
}
