/// Goes through the samples of a shard: files of a tar archive that follow each other and share a name up to the first
/// dot (<https://github.com/webdataset/webdataset>).
struct ShardReader {
    /// The files of a sample, by what follows the first dot of their name, in lower case.
    struct Group {
        let key: [UInt8]
        fileprivate(set) var files: [(ending: String, offset: Int, size: Int)] = []

        func file(_ ending: String) -> (offset: Int, size: Int)? {
            files.first { $0.ending == ending }.map { ($0.offset, $0.size) }
        }
    }

    private static let mostFiles = 1000

    let store: any ByteStore
    private var scanner: TarScanner
    private var waiting: Group?
    private var isAtEnd = false

    init(_ store: any ByteStore) throws(DatasetError) {
        self.store = GzipFile.isGzip(try store.read(at: 0, count: 2)) ? try GzipFile.unpacked(store) : store
        scanner = TarScanner(self.store)
    }

    /// The next sample; nil at the end.
    mutating func next() throws(DatasetError) -> Group? {
        while !isAtEnd {
            guard let step = try scanner.next() else {
                isAtEnd = true
                break
            }
            // Links and devices are no part of a sample.
            guard case .file(let name, let offset, let size) = step else { continue }
            guard let (key, ending) = Self.parts(name) else { continue }
            let file = (ending: ending, offset: offset, size: size)
            if waiting?.key == key {
                guard (waiting?.files.count ?? 0) < Self.mostFiles else {
                    throw DatasetError("\(store.name): more than \(Self.mostFiles) files of one sample")
                }
                waiting?.files.append(file)
                continue
            }
            let finished = waiting
            waiting = Group(key: key, files: [file])
            if let finished { return finished }
        }
        defer { waiting = nil }
        return waiting
    }

    /// A name's key and what follows its first dot; nil for hidden names and those without a dot.
    private static func parts(_ name: [UInt8]) -> (key: [UInt8], ending: String)? {
        let start = name.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        guard let dot = name[start...].firstIndex(of: UInt8(ascii: ".")), dot > start else { return nil }
        return (ArchiveListing.clean(Array(name[..<dot])), TreePath.text(name[(dot + 1)...]).lowercased())
    }

    /// A file of the shard that is read when its bytes are wanted.
    func picture(
        _ file: (offset: Int, size: Int), atMost limit: Int
    ) throws(DatasetError) -> PackedPicture {
        guard file.size <= limit else { throw Self.tooLarge(file.size) }
        let store = store
        return PackedPicture { () throws(DatasetError) in
            try store.read(at: file.offset, count: file.size)
        }
    }

    func bytes(_ file: (offset: Int, size: Int), atMost limit: Int) throws(DatasetError) -> [UInt8] {
        guard file.size <= limit else { throw Self.tooLarge(file.size) }
        return try store.read(at: file.offset, count: file.size)
    }

    private static func tooLarge(_ size: Int) -> DatasetError {
        DatasetError("a file of \(size) bytes in it: refused")
    }
}
