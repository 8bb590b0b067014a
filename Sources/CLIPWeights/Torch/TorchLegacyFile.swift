/// What `torch.save` wrote before PyTorch 1.6: pickles one after another (a magic number, a version, facts about
/// the machine, the object, the keys of its storages), and behind them the storages.
enum TorchLegacyFile {
    private static let version = 1001
    /// The number 0x1950a86a20f9469cfc6c in two's complement, as protocol 2 and above write it.
    private static let magic: [UInt8] = [
        0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
    ]

    static func read(_ file: FileBytes) throws(WeightError) -> StateDictionary {
        var selection: StateDictionary.Selection?
        var places: [String: Place] = [:]
        try file.withBytes { (bytes) throws(WeightError) in
            var position = try start(bytes, file.name)
            /// Reads the pickle that begins where the last one ended.
            func next() throws(WeightError) -> (PickleValue, PickleHeap) {
                var reader = PickleReader(bytes, at: position, name: file.name)
                let value = try reader.value()
                position = reader.cursor.position
                return (value, reader.heap)
            }
            try checkVersion(next().0, file.name)
            try checkMachine(next(), file.name)
            let (value, heap) = try next()
            let chosen = try StateDictionary.select(value, heap, isScript: false, name: file.name)
            selection = .init(format: .torchLegacy, entries: chosen.entries, choice: chosen.choice)
            let (keys, keyHeap) = try next()
            places = try Self.places(of: keys, keyHeap, heap, bytes, from: position, file.name)
        }
        guard let selection else { throw WeightError(.malformed, "\(file.name): no weights") }
        return try StateDictionary(selection, in: file) { (storage) throws(WeightError) in
            guard let place = places[storage.key], place.count == storage.wholeCount,
                place.elementSize == storage.elementType.size
            else {
                throw WeightError(
                    .malformed,
                    "\(file.name): the storage '\(storage.key)' of \(storage.wholeCount) elements is missing or of "
                        + "another size")
            }
            return place.offset
        }
    }

    /// Where a storage's elements lie.
    private struct Place {
        let offset: Int
        let count: Int
        let elementSize: Int
    }

    /// Passes over the magic number.
    private static func start(_ bytes: UnsafeRawBufferPointer, _ name: String) throws(WeightError) -> Int {
        // From protocol 4 on a frame stands around it.
        let frame = bytes.count > 2 && bytes[2] == PickleOpcode.frame.rawValue ? 9 : 0
        let start = 2 + frame
        let end = start + magic.count
        guard end <= bytes.count, bytes[start..<end].elementsEqual(magic) else {
            throw WeightError(
                .unsupported,
                "\(name): a pickle that torch.save did not write; nothing of it was read. Save weights with "
                    + "safetensors.torch.save_file or torch.save")
        }
        return end
    }

    private static func checkVersion(_ value: PickleValue, _ name: String) throws(WeightError) {
        guard case .integer(version) = value else {
            throw WeightError(.unsupported, "\(name): torch.save's older form in an unknown version")
        }
    }

    private static func checkMachine(
        _ facts: (value: PickleValue, heap: PickleHeap), _ name: String
    ) throws(WeightError) {
        guard case .bool(let isLittle) = facts.heap.member("little_endian", of: facts.value) else {
            throw WeightError(.malformed, "\(name): does not say which byte comes first")
        }
        guard isLittle else {
            throw WeightError(
                .unsupported,
                "\(name): written by a big-endian machine, which is not read; load and save it with torch on another"
            )
        }
    }

    /// Walks over the storages: each is a count of 64 bits and the elements.
    private static func places(
        of keys: PickleValue, _ keyHeap: PickleHeap, _ heap: PickleHeap, _ bytes: UnsafeRawBufferPointer,
        from start: Int, _ name: String
    ) throws(WeightError) -> [String: Place] {
        // How wide an element is stands with the objects that refer to it.
        let sizes = Dictionary(
            heap.storages.map { ($0.key, $0.elementType.size) }, uniquingKeysWith: { first, _ in first })
        guard let keys = keyHeap.elements(keys) else {
            throw WeightError(.malformed, "\(name): the list of storages is missing")
        }
        var cursor = PickleCursor(bytes, at: start)
        var places: [String: Place] = [:]
        for key in keys {
            guard case .text(let key) = key, let size = sizes[key], places[key] == nil else {
                throw WeightError(
                    .malformed, "\(name): a storage that nothing refers to, or that occurs twice")
            }
            guard let count = cursor.number(UInt64.self), count <= UInt64(cursor.rest / size),
                case let place = cursor.position, cursor.take(Int(count) * size) != nil
            else {
                throw WeightError(
                    .malformed,
                    "\(name): the storage '\(key)' leaves the file; it is truncated at \(bytes.count) bytes")
            }
            places[key] = Place(offset: place, count: Int(count), elementSize: size)
        }
        guard cursor.rest == 0 else {
            throw WeightError(.malformed, "\(name): \(cursor.rest) bytes at its end belong to no storage")
        }
        return places
    }
}
