/// Cameras' raw files that begin as TIFF. Their first directory holds a thumbnail at most, which a reader of
/// TIFF would take for the picture.
enum CameraRaw {
    /// Whether the first directory says so: by a DNG's version, or by being a reduced picture with others
    /// below it, as in NEF and ARW. A directory outside the bytes says nothing.
    static func isIn(_ head: UnsafeRawBufferPointer) -> Bool {
        let head = ByteReader(head)
        let littleEndian = head.byte(0) == 0x49
        func number(_ at: Int, _ count: Int) -> Int? {
            head.slice(at, count: count).map { field in
                littleEndian
                    ? field.reversed().reduce(0) { $0 << 8 | Int($1) } : field.reduce(0) { $0 << 8 | Int($1) }
            }
        }
        guard number(2, 2) == 42, let directory = number(4, 4), let entries = number(directory, 2) else {
            return false
        }
        var isReduced = false
        var hasOthers = false
        for index in 0..<entries {
            let entry = directory + 2 + 12 * index
            guard let tag = number(entry, 2), let value = number(entry + 8, 4) else { break }
            switch tag {
            case 0xC612: return true  // DNGVersion
            case 0x00FE: isReduced = value & 1 == 1  // NewSubfileType
            case 0x014A: hasOthers = true  // SubIFDs
            default: break
            }
        }
        return isReduced && hasOthers
    }
}
