internal import CLIP

/// The folders inside an archive.
struct ArchiveTree: PictureTree {
    let path: String
    /// What of the archive is not read.
    let faults: [ArchiveFault]
    private let store: any ByteStore
    /// By the bytes of their paths; of two with one path, the later one, as unpacking would leave it.
    let members: [ArchiveMember]

    init(_ store: any ByteStore, _ listing: ArchiveListing) {
        path = store.name
        self.store = store
        faults = listing.faults
        var latest: [[UInt8]: Int] = [:]
        for (index, member) in listing.members.enumerated() { latest[member.path] = index }
        members = listing.members.enumerated().filter { index, member in
            latest[member.path] == index && !Self.isIgnored(member.path)
        }.map(\.element).sorted { $0.path.lexicographicallyPrecedes($1.path) }
    }

    private static func isIgnored(_ path: [UInt8]) -> Bool {
        path.split(separator: UInt8(ascii: "/")).contains { TreePath.isIgnored($0) }
    }

    /// The members whose paths begin so.
    private func range(_ prefix: [UInt8]) -> Range<Int> {
        guard !prefix.isEmpty else { return 0..<members.count }
        let start = members.partitioningIndex { !$0.path.lexicographicallyPrecedes(prefix) }
        var end = start
        while end < members.count, members[end].path.starts(with: prefix) { end += 1 }
        return start..<end
    }

    private func prefix(_ folder: [UInt8]) -> [UInt8] {
        folder.isEmpty ? [] : folder + [UInt8(ascii: "/")]
    }

    func contents(of folder: [UInt8]) -> FolderContents {
        let prefix = prefix(folder)
        var contents = FolderContents()
        for member in members[range(prefix)] {
            let rest = member.path[prefix.count...]
            if let slash = rest.firstIndex(of: UInt8(ascii: "/")) {
                let name = Array(rest[..<slash])
                // Sorted paths have all of a folder's members together.
                if contents.folders.last != name { contents.folders.append(name) }
            } else if PictureListing.endings.contains(TreePath.ending(Array(rest))) {
                contents.pictureCount += 1
            } else {
                contents.files.append(Array(rest))
            }
        }
        contents.folders.sort { $0.lexicographicallyPrecedes($1) }
        return contents
    }

    func pictures(below folder: [UInt8]) -> any PictureCursor {
        ArchiveCursor(tree: self, range: range(prefix(folder)))
    }

    func member(_ file: [UInt8]) -> ArchiveMember? {
        let index = members.partitioningIndex { !$0.path.lexicographicallyPrecedes(file) }
        return index < members.count && members[index].path == file ? members[index] : nil
    }

    func hasFile(_ file: [UInt8]) -> Bool { member(ArchiveListing.clean(file)) != nil }

    /// A member's bytes.
    func bytes(_ member: ArchiveMember) throws(DatasetError) -> [UInt8] {
        try Self.bytes(member.place, member.size, store)
    }

    private static func bytes(
        _ place: ArchiveMember.Place, _ size: Int, _ store: any ByteStore
    ) throws(DatasetError) -> [UInt8] {
        switch place {
        case .stored(let offset): try store.read(at: offset, count: size)
        case .zip(let place): try ZipListing.read(place, size: size, from: store)
        }
    }

    /// A member that is read when its bytes are wanted.
    private func packed(_ member: ArchiveMember) -> SamplePicture {
        let (store, place, size) = (store, member.place, member.size)
        return .packed(PackedPicture { () throws(DatasetError) in try Self.bytes(place, size, store) })
    }

    func picture(_ file: [UInt8]) throws(DatasetError) -> SamplePicture {
        if let refusal = ArchiveListing.refusal(of: file) { throw DatasetError(refusal) }
        guard let member = member(ArchiveListing.clean(file)) else {
            throw DatasetError("it is not in the archive")
        }
        return packed(member)
    }

    func open(_ file: [UInt8]) throws(DatasetError) -> any ByteStore {
        guard let member = member(ArchiveListing.clean(file)) else {
            throw DatasetError("\(path): \(TreePath.text(file)) is not in it")
        }
        do throws(DatasetError) {
            return MemoryBytes(name: "\(path)/\(TreePath.text(file))", bytes: try bytes(member))
        } catch {
            throw DatasetError("\(path): \(TreePath.text(file)): \(error.message)")
        }
    }

    /// Goes through pictures.
    private struct ArchiveCursor: PictureCursor {
        let tree: ArchiveTree
        var range: Range<Int>

        mutating func next() -> TreeEntry? {
            while let index = range.popFirst() {
                let member = tree.members[index]
                guard PictureListing.endings.contains(TreePath.ending(member.path)) else { continue }
                return .picture(path: member.path, tree.packed(member))
            }
            return nil
        }
    }
}

extension Array {
    /// The first index from which on a condition holds, where it holds for all behind it.
    fileprivate func partitioningIndex(where condition: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
