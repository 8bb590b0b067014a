/// Goes through the headers of a tar archive (POSIX ustar and pax, GNU's long names), past the contents.
struct TarScanner {
    /// What comes next in an archive.
    enum Step {
        case file(name: [UInt8], offset: Int, size: Int)
        /// A link, a device, or something else that has no bytes of its own.
        case other(name: [UInt8], reason: String)
    }

    private static let block = 512
    /// The longest name or list of attributes.
    private static let longestExtension = 1 << 20

    private let store: any ByteStore
    private(set) var offset = 0

    init(_ store: any ByteStore) {
        self.store = store
    }

    /// The next file; nil at the end.
    /// - Throws: where no header is, or a file goes on beyond the archive; nothing behind that is found.
    mutating func next() throws(DatasetError) -> Step? {
        var longName: [UInt8]?
        var paxSize: Int?
        while true {
            let header = try store.read(at: offset, count: Self.block)
            guard !header.isEmpty else { return nil }
            guard header.count == Self.block else { throw fail("it is cut inside a header") }
            // Two blocks of zeros end an archive; one is enough here.
            guard header.contains(where: { $0 != 0 }) else { return nil }
            guard Self.hasSoundChecksum(header) else { throw fail("there is no header of tar") }
            guard let ownSize = Self.number(header[124..<136]), ownSize >= 0 else {
                throw fail("a size that is no number")
            }
            let kind = header[156]
            let isExtension = "xgLK".utf8.contains(kind)
            let size = isExtension ? ownSize : paxSize ?? ownSize
            let name = longName ?? Self.name(header)
            let start = offset + Self.block
            guard size <= store.size - start else {
                throw fail(
                    "\(TreePath.text(name)) has \(size) bytes by its header, and \(store.size - start) are left"
                )
            }
            offset = start + (size + Self.block - 1) / Self.block * Self.block
            switch kind {
            case UInt8(ascii: "x"), UInt8(ascii: "g"):
                let attributes = try Self.attributes(contents(start, size))
                // A global one names no file.
                if kind == UInt8(ascii: "x") {
                    longName = attributes["path"] ?? longName
                    paxSize = attributes["size"].flatMap { Int(TreePath.text($0)) } ?? paxSize
                    if let wrong = paxSize, wrong < 0 { throw fail("a size that is no number") }
                }
            case UInt8(ascii: "L"): longName = Array(try contents(start, size).prefix { $0 != 0 })
            case UInt8(ascii: "K"): break
            case 0, UInt8(ascii: "0"), UInt8(ascii: "7"):
                if name.last == UInt8(ascii: "/") {
                    (longName, paxSize) = (nil, nil)
                    continue
                }
                return .file(name: name, offset: start, size: size)
            case UInt8(ascii: "5"):
                (longName, paxSize) = (nil, nil)
            case UInt8(ascii: "1"), UInt8(ascii: "2"):
                return .other(name: name, reason: "a link, which is not followed: pack the file itself")
            default:
                return .other(
                    name: name,
                    reason: "of the kind \"\(Character(Unicode.Scalar(kind)))\", which holds no picture")
            }
        }
    }

    /// All files, and what is wrong; a fault in the middle ends the listing and is part of it.
    /// - Throws: where the first header is none.
    static func listing(_ store: any ByteStore) throws(DatasetError) -> ArchiveListing {
        var scanner = TarScanner(store)
        var listing = ArchiveListing()
        while true {
            let place = scanner.offset
            do throws(DatasetError) {
                switch try scanner.next() {
                case .file(let name, let offset, let size):
                    listing.add(name, size: size, .stored(offset: offset))
                case .other(let name, let reason):
                    listing.faults.append(ArchiveFault(path: name, reason: reason))
                case nil: return listing
                }
            } catch {
                guard place > 0 else { throw error }
                listing.faults.append(
                    ArchiveFault(path: [], reason: "\(error.message); nothing behind that is read"))
                return listing
            }
        }
    }

    private func fail(_ reason: String) -> DatasetError {
        DatasetError("\(store.name): not a whole tar archive: at byte \(offset): \(reason): fetch it again")
    }

    private func contents(_ start: Int, _ size: Int) throws(DatasetError) -> [UInt8] {
        guard size <= Self.longestExtension else { throw fail("a name of \(size) bytes") }
        return try store.read(at: start, count: size)
    }

    /// The name in a header, with the part in front that ustar keeps apart.
    private static func name(_ header: [UInt8]) -> [UInt8] {
        let name = Array(header[0..<100].prefix { $0 != 0 })
        // GNU's own format has times where ustar has the prefix.
        guard header[257..<263].elementsEqual("ustar\0".utf8) else { return name }
        let prefix = Array(header[345..<500].prefix { $0 != 0 })
        return prefix.isEmpty ? name : TreePath.join(prefix, name)
    }

    /// The sum of a header's bytes, with blanks in the sum's own place; old writers took bytes as signed.
    private static func hasSoundChecksum(_ header: [UInt8]) -> Bool {
        guard let stated = number(header[148..<156]) else { return false }
        let place = 148..<156
        let unsigned = header.indices.reduce(0) { $0 + (place.contains($1) ? 32 : Int(header[$1])) }
        let signed = header.indices.reduce(0) {
            $0 + (place.contains($1) ? 32 : Int(Int8(bitPattern: header[$1])))
        }
        return stated == unsigned || stated == signed
    }

    /// A number in octal digits or, with the first bit set, in bytes.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        if let first = field.first, first & 0x80 != 0 {
            var value = Int(first & 0x7F)
            for byte in field.dropFirst() {
                guard value < 1 << 54 else { return nil }
                value = value << 8 | Int(byte)
            }
            return value
        }
        let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0 && $0 != 0x20 }
        if digits.isEmpty { return 0 }
        return Int(String(decoding: digits, as: UTF8.self), radix: 8)
    }

    /// Attributes of pax: "length key=value\n", one after the other.
    private static func attributes(_ bytes: [UInt8]) throws(DatasetError) -> [String: [UInt8]] {
        var attributes: [String: [UInt8]] = [:]
        var rest = bytes[...]
        while let space = rest.firstIndex(of: 0x20),
            let length = Int(String(decoding: rest[..<space], as: UTF8.self)),
            length > 0, length <= rest.count, space < rest.startIndex + length,
            let equals = rest[space..<rest.startIndex + length].firstIndex(of: UInt8(ascii: "="))
        {
            let end = rest.startIndex + length
            attributes[TreePath.text(rest[(space + 1)..<equals])] = Array(
                rest[min(equals + 1, end - 1)..<(end - 1)])
            rest = rest[end...]
        }
        return attributes
    }
}
