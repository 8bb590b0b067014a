import CLIPWeights

extension FuzzTarget {
    private static let pickleWords = [
        "ctorch._utils\n_rebuild_tensor_v2\n", "ctorch._utils\n_rebuild_tensor_v3\n",
        "ctorch._utils\n_rebuild_parameter\n", "ctorch._tensor\n_rebuild_from_type_v2\n",
        "ccollections\nOrderedDict\n", "ctorch\nFloatStorage\n", "ctorch\nLongStorage\n",
        "ctorch\nBFloat16Storage\n", "ctorch.storage\nUntypedStorage\n", "ctorch\nuint16\n",
        "c__torch__.M\nM\n",
        "ctorch\nTensor\n", "cos\nsystem\n", "cargparse\nNamespace\n", "X\u{7}\0\0\0storage",
        "X\u{3}\0\0\0cpu",
        "X\u{1}\0\0\00", "X\u{A}\0\0\0state_dict", "X\u{5}\0\0\0model", "state_dict", "module.", "tQ", ")R",
        "q\0",
        "h\0", "(t", "}(", "]", "ub", "K\0", "K\u{1}",
    ]
    private static let zipWords = [
        "PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "PK\u{6}\u{6}", "PK\u{6}\u{7}", "a/data.pkl",
        "a/data/0",
        "a/byteorder", "little", "a/constants.pkl", "a/version", "../",
    ]

    /// Files of weights in all forms, told by their content: archives, the older form, TorchScript, safetensors.
    static let torchArchive = FuzzTarget(
        "torch-archive",
        seeds: [
            "Tests/Goldens/archives/*.pt", "Tests/Goldens/hostile/torch-archive",
            "Tests/Goldens/weights/all-types.safetensors",
        ], words: pickleWords + zipWords
    ) { reads($0, mostElements: $0.count) }

    /// The pickle of an archive, whose storages are there in several sizes; the first byte says whether it is of
    /// TorchScript.
    static let torchPickle = FuzzTarget(
        "torch-pickle", seeds: ["Tests/Goldens/hostile/torch-pickle"], words: pickleWords
    ) { bytes in
        let isScript = bytes.first.map { $0 & 1 == 1 } ?? false
        var archive = StoredArchive()
        archive.add("a/data.pkl", Array(bytes.dropFirst()))
        if isScript { archive.add("a/constants.pkl", [0x80, 2, 0x29, 0x2E]) }
        for (key, size) in [("0", 24), ("1", 8), ("2", 64), ("3", 0), ("4", 1)] {
            archive.add("a/data/\(key)", [UInt8](repeating: 0x3F, count: size))
        }
        return reads(archive.finish(), mostElements: 97)
    }

    /// What follows the magic number of the older form.
    static let torchLegacy = FuzzTarget(
        "torch-legacy", seeds: ["Tests/Goldens/hostile/torch-legacy"],
        words: pickleWords + ["X\u{D}\0\0\0little_endian", "M\u{E9}\u{3}."]
    ) { bytes in
        let magic: [UInt8] = [
            0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
        ]
        return reads(magic + bytes, mostElements: bytes.count)
    }

    /// Opens a file, and reads all that it holds as a model does.
    ///
    /// - Returns: whether it was accepted.
    private static func reads(_ bytes: [UInt8], mostElements: Int) -> Bool {
        withExactBytes(bytes) { buffer in
            let file: WeightFile
            do throws(WeightError) {
                file = try WeightFile(bytes: buffer, name: "input")
            } catch {
                precondition(!error.message.isEmpty)
                return false
            }
            precondition(file.elementCount <= mostElements, "more elements than bytes")
            precondition(Set(file.tensorNames).count == file.tensorNames.count)
            for name in file.tensorNames {
                guard let tensor = file[name] else { preconditionFailure("\(name) is gone") }
                precondition(tensor.shape.reduce(1, *) == tensor.count && tensor.count <= bytes.count)
                let values = tensor.floats()
                precondition(values.count == tensor.count)
                precondition(tensor.withUnsafeBytes { $0.count } == tensor.count * tensor.elementType.size)
                if let place = tensor.firstNotFinite { precondition(!values[place].isFinite) }
                // A stretch is what the whole has there.
                if tensor.count > 1 {
                    let middle = tensor.count / 2
                    let part = [Float](unsafeUninitializedCapacity: tensor.count) { target, count in
                        count = tensor.count - middle
                        tensor.copyFloats(middle..<tensor.count, into: .init(rebasing: target[..<count]))
                    }
                    precondition(part.map(\.bitPattern) == values[middle...].map(\.bitPattern))
                }
            }
            guard let store = try? WeightStore([file]) else { return true }
            for name in store.canonicalNames { _ = store.peek(name)?.floats() }
            for tower in WeightStore.Tower.allCases { _ = store.digest(of: tower) }
            do { try store.finish() } catch { precondition(!"\(error)".isEmpty) }
            return true
        }
    }
}

/// A zip archive of stored entries.
struct StoredArchive {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// Adds an entry.
    mutating func add(_ name: String, _ content: [UInt8]) {
        let name = Array(name.utf8)
        let sizes = field(content.count, 4) + field(content.count, 4) + field(name.count, 2) + field(0, 2)
        let common = field(0, 6) + field(0, 4) + field(0, 4) + sizes
        directory += Array("PK\u{1}\u{2}".utf8) + field(0, 2) + common + field(0, 10) + field(bytes.count, 4)
        directory += name
        bytes += Array("PK\u{3}\u{4}".utf8) + common + name + content
        count += 1
    }

    /// The archive with its directory.
    func finish() -> [UInt8] {
        bytes + directory + Array("PK\u{5}\u{6}".utf8) + field(0, 4) + field(count, 2) + field(count, 2)
            + field(directory.count, 4) + field(bytes.count, 4) + field(0, 2)
    }

    private func field(_ value: Int, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
