/// A file of MNIST's form: numbers of one byte in an array of some sizes (<http://yann.lecun.com/exdb/mnist/>).
struct IdxFile: Sendable {
    /// Sizes of the axes, the slowest first.
    let shape: [Int]
    /// Where the elements begin.
    let start: Int
    let store: any ByteStore

    /// The largest file that is unpacked in memory.
    private static let largest = 1 << 30

    /// Opens a file, unpacking it where it is packed by gzip.
    init(_ packed: any ByteStore) throws(DatasetError) {
        var store = packed
        if GzipFile.isGzip(try packed.read(at: 0, count: 2)) {
            let bytes = try packed.all(atMost: Self.largest)
            // Deflate packs at most about a thousand to one.
            let limit = min(Self.largest, 1100 * bytes.count)
            guard let unpacked = try Inflater.all(bytes, .gzip, atMost: limit) else {
                throw DatasetError("\(packed.name): the packed data are damaged or cut: fetch the file again")
            }
            store = MemoryBytes(name: packed.name, bytes: unpacked)
        }
        let head = try store.read(at: 0, count: 4 + 4 * 255)
        guard head.count >= 4, head[0] == 0, head[1] == 0 else {
            throw DatasetError("\(store.name): not a file of MNIST's form (IDX)")
        }
        guard head[2] == 8 else {
            throw DatasetError("\(store.name): elements of the kind \(head[2]); only bytes (8) are read")
        }
        let rank = Int(head[3])
        guard head.count >= 4 + 4 * rank else {
            throw DatasetError("\(store.name): it is cut inside its header")
        }
        var shape: [Int] = []
        var count = 1
        for axis in 0..<rank {
            let size = (0..<4).reduce(0) { $0 << 8 | Int(head[4 + 4 * axis + $1]) }
            let (product, overflows) = count.multipliedReportingOverflow(by: size)
            guard !overflows, product <= store.size else {
                throw DatasetError(
                    "\(store.name): sizes of \(shape + [size]), and the file has \(store.size) bytes")
            }
            shape.append(size)
            count = product
        }
        start = 4 + 4 * rank
        guard rank > 0, store.size - start == count else {
            throw DatasetError(
                "\(store.name): an array of \(shape.map(String.init).joined(separator: " × ")) has \(count) bytes, the "
                    + "file \(store.size - start): fetch it again")
        }
        self.shape = shape
        self.store = store
    }
}
