/// A part of the cache whose values all have one size.
public struct CacheShelf: Sendable, Hashable {
    /// The folder's name below the cache, such as `text-embeddings`.
    public let category: String
    /// The name of the folder below that, which tells models apart.
    public let name: String
    /// The size of every value in bytes.
    public let valueSize: Int

    /// Names a shelf; both names become folders and may hold letters, digits and hyphens only.
    public init(category: String, name: String, valueSize: Int) {
        func isPlain(_ text: String) -> Bool {
            !text.isEmpty
                && text.utf8.allSatisfy { byte in
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
                }
        }
        precondition(isPlain(category) && isPlain(name), "'\(category)/\(name)' is not a shelf's name")
        precondition(valueSize > 0 && valueSize <= CacheSegment.largestValue, "a value of \(valueSize) bytes")
        self.category = category
        self.name = name
        self.valueSize = valueSize
    }
}
