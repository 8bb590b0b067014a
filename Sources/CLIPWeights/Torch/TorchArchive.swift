/// What `torch.save` and `torch.jit.save` write since PyTorch 1.6: a zip archive with the pickle `data.pkl` and the
/// storages that it refers to, each stored as it is in memory.
///
/// Code that a TorchScript archive carries is not read.
enum TorchArchive {
    static func read(_ file: FileBytes) throws(WeightError) -> StateDictionary {
        let archive = try ZipArchive(file)
        let root = try root(of: archive)
        let isScript = archive.entries[root + "constants.pkl"] != nil
        try checkByteOrder(archive, root)
        guard let pickle = archive.entries[root + "data.pkl"] else {
            throw WeightError(
                .malformed, "\(file.name): a zip archive without data.pkl, so not one of PyTorch's")
        }
        guard pickle.size <= PickleReader.largest else {
            throw WeightError(
                .malformed,
                "\(file.name): data.pkl has \(pickle.size) bytes; \(PickleReader.largest) are the most")
        }
        let place = try archive.place(of: pickle)
        let (value, heap) = try file.withBytes { (bytes) throws(WeightError) in
            var reader = PickleReader(
                UnsafeRawBufferPointer(rebasing: bytes[place]), name: file.name, isScript: isScript)
            return try (reader.value(), reader.heap)
        }
        let selection = try StateDictionary.select(value, heap, isScript: isScript, name: file.name)
        var offsets: [String: Int] = [:]
        return try StateDictionary(selection, in: file) { (storage) throws(WeightError) in
            guard let entry = archive.entries[root + "data/" + storage.key] else {
                throw WeightError(.malformed, "\(file.name): the storage '\(storage.key)' is missing")
            }
            // Each time: two tensors may give one storage different sizes.
            guard entry.size / storage.elementType.size == storage.wholeCount else {
                throw WeightError(
                    .malformed,
                    "\(file.name): the storage '\(storage.key)' should have \(storage.wholeCount) elements of "
                        + "\(storage.elementType.size) bytes, but has \(entry.size) bytes")
            }
            if let known = offsets[storage.key] { return known }
            let offset = try archive.place(of: entry).lowerBound
            offsets[storage.key] = offset
            return offset
        }
    }

    /// The one folder that all of an archive lies in.
    private static func root(of archive: ZipArchive) throws(WeightError) -> String {
        let roots = archive.names.compactMap { name -> String? in
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            return parts.count == 2 && parts[1] == "data.pkl" ? parts[0] + "/" : nil
        }
        guard let root = roots.first, roots.count == 1 else {
            throw WeightError(
                .malformed,
                roots.isEmpty
                    ? "\(archive.file.name): a zip archive without data.pkl, so not one of PyTorch's"
                    : "\(archive.file.name): a zip archive with several data.pkl")
        }
        return root
    }

    private static func checkByteOrder(_ archive: ZipArchive, _ root: String) throws(WeightError) {
        // Archives before PyTorch 2.1 do not say it; they are little-endian.
        guard let entry = archive.entries[root + "byteorder"] else { return }
        let place = try archive.place(of: entry)
        let isLittle = archive.file.withBytes { $0[place].elementsEqual("little".utf8) }
        guard isLittle else {
            throw WeightError(
                .unsupported,
                "\(archive.file.name): written by a big-endian machine, which is not read; load and save it with "
                    + "torch on another")
        }
    }
}
