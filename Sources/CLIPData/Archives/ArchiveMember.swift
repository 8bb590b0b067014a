/// A file inside an archive.
struct ArchiveMember: Sendable {
    /// Clean: without "." and "..", relative, "/" between names.
    let path: [UInt8]
    /// In bytes, unpacked.
    let size: Int
    let place: Place

    /// Where its bytes are.
    enum Place: Sendable {
        /// As they are, from here on.
        case stored(offset: Int)
        /// Behind a header of zip, packed or not.
        case zip(ZipPlace)
    }

    /// The largest that is read.
    static let largest = 512 << 20
}

/// Something of an archive that is not read.
struct ArchiveFault: Sendable, Hashable {
    let path: [UInt8]
    let reason: String
}

/// What an archive holds.
struct ArchiveListing: Sendable {
    var members: [ArchiveMember] = []
    var faults: [ArchiveFault] = []

    /// Why a name must not be followed; nil for a clean one.
    static func refusal(of name: [UInt8]) -> String? {
        if name.contains(0) { return "its name has a zero byte: refused" }
        if name.first == UInt8(ascii: "/") { return "its name is an absolute path: refused" }
        let leads = name.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("..".utf8) }
        return leads ? "its name leads out of the archive: refused" : nil
    }

    /// A name without what says nothing.
    static func clean(_ name: [UInt8]) -> [UInt8] {
        let parts = name.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
        return Array(parts.joined(separator: [UInt8(ascii: "/")]))
    }

    /// Takes a file, or notes why not.
    mutating func add(_ name: [UInt8], size: Int, _ place: ArchiveMember.Place) {
        if let refusal = Self.refusal(of: name) {
            faults.append(ArchiveFault(path: name, reason: refusal))
        } else if size > ArchiveMember.largest {
            faults.append(
                ArchiveFault(path: name, reason: "larger than \(ArchiveMember.largest >> 20) MiB: refused"))
        } else {
            let path = Self.clean(name)
            if !path.isEmpty { members.append(ArchiveMember(path: path, size: size, place: place)) }
        }
    }
}
