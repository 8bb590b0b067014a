internal import CLIPImages

/// Pictures of CIFAR's in one file: 32 × 32 pixels, three planes of a byte each, with their labels.
struct CifarBatch: Sendable {
    static let side = 32
    static let pictureSize = 3 * side * side

    let store: any ByteStore
    /// What ids call the file.
    let name: String
    let count: Int
    /// The label of each picture.
    let labels: [Int]
    /// Where the first picture lies, and how far the next is from it.
    let start: Int
    let stride: Int

    /// A binary file: records of `labelBytes` labels, of which the one at `place` counts, and a picture.
    init(
        binary store: any ByteStore, name: String, labelBytes: Int, place: Int
    ) throws(DatasetError) {
        stride = labelBytes + Self.pictureSize
        guard store.size > 0, store.size % stride == 0 else {
            throw DatasetError(
                "\(store.name): \(store.size) bytes are no whole records of \(stride): it is cut, or not CIFAR's binary "
                    + "version")
        }
        self.store = store
        self.name = name
        count = store.size / stride
        start = labelBytes
        var labels: [Int] = []
        // A label is one byte of three thousand; pieces of records keep the rest out of memory.
        let piece = 1024
        for first in Swift.stride(from: 0, to: count, by: piece) {
            let number = min(piece, count - first)
            let bytes = try store.read(at: first * stride, count: number * stride)
            for index in 0..<number { labels.append(Int(bytes[index * stride + place])) }
        }
        self.labels = labels
    }

    /// An array of pictures inside a file.
    init(array: Range<Int>, labels: [Int], in store: any ByteStore, name: String) {
        self.store = store
        self.name = name
        self.labels = labels
        count = labels.count
        start = array.lowerBound
        stride = Self.pictureSize
    }

    /// The picture at an index.
    func picture(_ index: Int) throws(DatasetError) -> RGBImage {
        let planes = try store.read(at: start + index * stride, count: Self.pictureSize)
        let plane = Self.side * Self.side
        let pixels = [UInt8](unsafeUninitializedCapacity: Self.pictureSize) { rgb, written in
            for place in 0..<plane {
                for channel in 0..<3 { rgb[3 * place + channel] = planes[channel * plane + place] }
            }
            written = Self.pictureSize
        }
        do {
            return try RGBImage(width: Self.side, height: Self.side, pixels: pixels)
        } catch {
            throw DatasetError(error.message)
        }
    }
}
