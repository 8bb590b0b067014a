/// A picture file whose bytes are taken out of an archive when they are wanted.
///
/// A reader of samples is some way ahead of what becomes of them. So what it hands on is a place in the archive: the
/// bytes, which may be many more than lie there packed, are in memory while one thread looks at them, and threads unpack
/// side by side.
public struct PackedPicture: Sendable {
    private let unpack: @Sendable () throws(DatasetError) -> [UInt8]

    /// - Parameter unpack: gives the file's bytes, the same each time, on any thread; throws the reason alone.
    public init(_ unpack: @escaping @Sendable () throws(DatasetError) -> [UInt8]) {
        self.unpack = unpack
    }

    /// A file that is in memory.
    public init(_ bytes: [UInt8]) {
        unpack = { bytes }
    }

    /// The file's bytes.
    /// - Throws: ``DatasetError`` with the reason alone: damage, or an archive that became shorter.
    public func bytes() throws(DatasetError) -> [UInt8] { try unpack() }
}
