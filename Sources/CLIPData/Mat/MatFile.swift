/// A MATLAB file of version 5 (`.mat`, what MATLAB and scipy save by default), packed or not.
///
/// The form is in MathWorks' "MAT-File Format". All sizes are checked against the file, nesting and memory are bounded.
struct MatFile {
    /// The variables, by name.
    let variables: [String: MatValue]

    private static let headerSize = 128
    /// The largest file, and the most that its packed variables unpack to together.
    private static let largest = 256 << 20
    /// What all values may take in memory.
    private static let mostMemory = 512 << 20

    init(_ store: any ByteStore) throws(DatasetError) {
        do throws(MatFault) {
            variables = try Self.read(store)
        } catch {
            throw DatasetError("\(store.name): \(error.reason)")
        }
    }

    private static func read(_ store: any ByteStore) throws(MatFault) -> [String: MatValue] {
        let bytes: [UInt8]
        do throws(DatasetError) { bytes = try store.all(atMost: largest) } catch {
            throw MatFault(reason: error.message)
        }
        guard bytes.count >= headerSize else { throw MatFault(reason: "not a MATLAB file: it is too short") }
        guard !bytes.starts(with: [0x89, 0x48, 0x44, 0x46]) && bytes[124..<126] != [0x00, 0x02] else {
            throw MatFault(reason: "a MATLAB file of version 7.3 (HDF5): save it with -v7")
        }
        let isLittle = bytes[126..<128].elementsEqual("IM".utf8)
        guard isLittle || bytes[126..<128].elementsEqual("MI".utf8) else {
            throw MatFault(reason: "not a MATLAB file of version 5: save it with -v7")
        }
        var variables: [String: MatValue] = [:]
        var reader = MatReader(bytes[headerSize...], isLittle: isLittle)
        var (room, memory) = (largest, mostMemory)
        while let element = try reader.element() {
            switch element.type {
            case .compressed:
                let unpacked: [UInt8]?
                do throws(DatasetError) {
                    unpacked = try Inflater.all(Array(element.bytes), .zlib, atMost: room)
                } catch {
                    throw MatFault(reason: error.message)
                }
                guard let unpacked else {
                    throw MatFault(
                        reason: "a packed variable is damaged, cut, or larger than \(largest >> 20) MiB")
                }
                room -= unpacked.count
                var inner = MatReader(unpacked[...], isLittle: isLittle)
                guard let matrix = try inner.element(), matrix.type == .matrix else {
                    throw MatFault(reason: "a packed variable that is no matrix")
                }
                try MatMatrix.read(matrix.bytes, isLittle: isLittle, depth: 0, room: &memory) {
                    variables[$0] = $1
                }
            case .matrix:
                try MatMatrix.read(element.bytes, isLittle: isLittle, depth: 0, room: &memory) {
                    variables[$0] = $1
                }
            default: break
            }
        }
        return variables
    }
}

/// Why a MATLAB file is not read.
struct MatFault: Error {
    let reason: String
}
