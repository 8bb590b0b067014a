/// Builds PyTorch's files byte by byte, so that tests can make those that PyTorch never writes.
public enum TorchFile {
    /// A zip archive of stored entries.
    public static func archive(_ entries: [Entry], _ lies: Lies = Lies()) -> [UInt8] {
        var bytes: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let offset = entry.offset ?? bytes.count
            let name = Array(entry.name.utf8)
            let size = entry.size ?? entry.content.count
            let header: [[UInt8]] = [
                word(0x0403_4B50), short(0), short(entry.flags), short(entry.localMethod ?? entry.method),
                word(0), word(0),
                word(entry.localSize ?? size), word(entry.localSize ?? size),
                short((entry.localName.map { Array($0.utf8) } ?? name).count), short(0),
                entry.localName.map { Array($0.utf8) } ?? name,
            ]
            bytes += header.flatMap { $0 } + entry.content
            let record: [[UInt8]] = [
                word(0x0201_4B50), short(0), short(0), short(entry.flags), short(entry.method), word(0),
                word(0),
                word(entry.wide == nil ? size : 0xFFFF_FFFF), word(entry.wide == nil ? size : 0xFFFF_FFFF),
                short(name.count), short(entry.wide?.count ?? 0), short(0), short(0), short(0), word(0),
                word(offset),
                name, entry.wide ?? [],
            ]
            directory += record.flatMap { $0 }
        }
        let start = bytes.count
        bytes += directory
        if let wide = lies.wide {
            let end = bytes.count
            let record: [[UInt8]] = [
                word(0x0606_4B50), long(44), short(0), short(0), word(0), word(0), long(wide.count),
                long(wide.count),
                long(wide.size ?? directory.count), long(wide.offset ?? start),
            ]
            bytes += record.flatMap { $0 }
            bytes += [word(0x0706_4B50), word(0), long(wide.place ?? end), word(1)].flatMap { $0 }
        }
        let count = lies.count ?? entries.count
        let end: [[UInt8]] = [
            word(0x0605_4B50), short(0), short(0), short(count), short(count),
            word(lies.size ?? directory.count),
            word(lies.offset ?? start), short(0),
        ]
        return bytes + end.flatMap { $0 }
    }

    /// One entry, and what its headers say of it where that is not so.
    public struct Entry {
        /// The path in the archive.
        public var name: String
        /// The bytes behind its header.
        public var content: [UInt8]
        /// How it says it is packed; 0 is not at all.
        public var method = 0
        /// Bits of its headers.
        public var flags = 0
        /// The bytes that it says it has.
        public var size: Int?
        /// Where it says its header is.
        public var offset: Int?
        /// The name in its own header.
        public var localName: String?
        /// The size in its own header.
        public var localSize: Int?
        /// The way of packing in its own header.
        public var localMethod: Int?
        /// The extra fields of its record in the directory, with 64-bit sizes.
        public var wide: [UInt8]?

        /// An entry whose headers tell the truth.
        public init(_ name: String, _ content: [UInt8]) {
            self.name = name
            self.content = content
        }
    }

    /// What the archive's end says where that is not so.
    public struct Lies {
        /// How many entries it counts.
        public var count: Int?
        /// The directory's bytes.
        public var size: Int?
        /// Where the directory begins.
        public var offset: Int?
        /// The end of 64 bits, where there is one.
        public var wide: (count: Int, size: Int?, offset: Int?, place: Int?)?

        /// The truth.
        public init() {}
    }

    /// An archive as torch.save writes it, with this pickle and storages.
    public static func saved(_ pickle: [UInt8], storages: [String: [UInt8]] = [:], more: [Entry] = [])
        -> [UInt8]
    {
        let data = storages.sorted { $0.key < $1.key }.map { Entry("a/data/\($0.key)", $0.value) }
        return archive(
            [Entry("a/data.pkl", pickle), Entry("a/byteorder", Array("little".utf8))] + data + more)
    }

    // MARK: Pickles

    /// A pickle of protocol 2 with these instructions.
    public static func pickle(_ instructions: [UInt8]...) -> [UInt8] {
        [0x80, 2] + instructions.flatMap { $0 } + [UInt8(ascii: ".")]
    }

    /// A string.
    public static func text(_ text: String) -> [UInt8] {
        [UInt8(ascii: "X")] + word(text.utf8.count) + text.utf8
    }

    /// The name of something of Python's.
    public static func global(_ module: String, _ name: String) -> [UInt8] {
        Array("c\(module)\n\(name)\n".utf8)
    }

    /// A whole number.
    public static func integer(_ value: Int) -> [UInt8] {
        [0x8A, 8] + (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// A tuple of values.
    public static func tuple(_ values: [UInt8]...) -> [UInt8] {
        [UInt8(ascii: "(")] + values.flatMap { $0 } + [UInt8(ascii: "t")]
    }

    /// A tuple of whole numbers.
    public static func integers(_ values: [Int]) -> [UInt8] {
        [UInt8(ascii: "(")] + values.flatMap(integer) + [UInt8(ascii: "t")]
    }

    /// A dictionary with one entry.
    public static func dictionary(_ key: String, _ value: [UInt8]) -> [UInt8] {
        Array("}".utf8) + text(key) + value + Array("s".utf8)
    }

    /// A storage of floats.
    public static func storage(_ key: String = "0", type: String = "FloatStorage", count: Int) -> [UInt8] {
        tuple(text("storage"), global("torch", type), text(key), text("cpu"), integer(count))
            + Array("Q".utf8)
    }

    /// A tensor that is a view of a storage.
    public static func tensor(
        _ storage: [UInt8], offset: Int = 0, shape: [Int], strides: [Int], more: [UInt8] = []
    ) -> [UInt8] {
        global("torch._utils", "_rebuild_tensor_v2")
            + tuple(
                storage, integer(offset), integers(shape), integers(strides), [0x89],
                global("collections", "OrderedDict") + Array(")R".utf8), more)
            + Array("R".utf8)
    }

    // MARK: Fields

    /// The low 16 bits.
    public static func short(_ value: Int) -> [UInt8] {
        (0..<2).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    /// The low 32 bits.
    public static func word(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    /// The low 64 bits.
    public static func long(_ value: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
