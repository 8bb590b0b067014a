/// Goes through parts of a dataset whose samples are counted, such as the records of a binary file.
struct RangedReader: SampleReader {
    private let count: Int
    private let entry: (Int) throws(DatasetError) -> SampleEntry
    private var position = 0

    /// - Parameter entry: makes the entry at an index below `count`.
    init(_ count: Int, entry: @escaping (Int) throws(DatasetError) -> SampleEntry) {
        self.count = count
        self.entry = entry
    }

    mutating func next() throws(DatasetError) -> SampleEntry? {
        guard position < count else { return nil }
        defer { position += 1 }
        return try entry(position)
    }
}

/// One reader after the other.
struct JoinedReader: SampleReader {
    private var readers: ArraySlice<any SampleReader>

    init(_ readers: [any SampleReader]) {
        self.readers = readers[...]
    }

    mutating func next() throws(DatasetError) -> SampleEntry? {
        while !readers.isEmpty {
            if let entry = try readers[readers.startIndex].next() { return entry }
            readers.removeFirst()
        }
        return nil
    }
}
