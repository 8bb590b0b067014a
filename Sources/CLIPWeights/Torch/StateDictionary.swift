/// The tensors of a PyTorch file by name, as `model.state_dict()` has them, each found in the file.
struct StateDictionary {
    /// What it was written by.
    let format: WeightFile.Format
    /// Where in the file they were found.
    let choice: WeightFile.Selection?
    /// In the file's order.
    let names: [String]
    let tensors: [String: WeightTensor]
    /// How many numbers their storages hold: a file may have any number of views of one.
    let elementCount: Int

    /// Tensors that were chosen, before their storages are looked for.
    struct Selection {
        let format: WeightFile.Format
        let entries: [(name: String, tensor: TorchTensor)]
        var choice: WeightFile.Selection?
    }

    /// Keys under which training scripts keep a model's weights, beside optimizer and epoch; the first that is there
    /// counts. OpenCLIP's own rule is the first of them.
    private static let levels = ["state_dict", "model_state_dict", "model", "module"]

    /// Chooses the weights among all that a file holds; nothing else is looked for in it.
    ///
    /// - Parameter isScript: whether the file is a TorchScript archive, whose modules are the names' parts.
    static func select(
        _ value: PickleValue, _ heap: PickleHeap, isScript: Bool, name: String
    ) throws(WeightError) -> Selection {
        if case .module = value {
            return try Selection(
                format: .torchScript, entries: ModuleTree.entries(of: value, heap, name: name))
        }
        var place = value
        var path: [String] = []
        var others: [String] = []
        // Wrappers of wrappers are rare; more than a few are none.
        for _ in 0..<4 where tensors(of: place, heap).isEmpty {
            let inner = levels.lazy.compactMap { key in heap.member(key, of: place).map { (key, $0) } }.first
            guard let (key, chosen) = inner else { break }
            others += rivals(of: key, in: place, heap).map { (path + [$0]).joined(separator: ".") }
            path.append(key)
            place = chosen
        }
        let entries = tensors(of: place, heap)
        guard !entries.isEmpty else {
            let keys = heap.items(value)?.prefix(20).compactMap { item -> String? in
                if case .text(let key) = item.key { key } else { nil }
            }
            let found =
                keys.map { $0.isEmpty ? "it has none" : "it has \($0.joined(separator: ", "))" }
                ?? "it holds \(value.kindName)"
            throw WeightError(
                .malformed,
                "\(name): no tensors by name, neither at once nor under \(levels.joined(separator: ", ")); \(found)"
            )
        }
        let choice =
            path.isEmpty ? nil : WeightFile.Selection(key: path.joined(separator: "."), others: others)
        return Selection(format: isScript ? .torchScript : .torch, entries: entries, choice: choice)
    }

    /// Keys beside a chosen one that hold tensors by name as well, in the order of the file.
    private static func rivals(of key: String, in place: PickleValue, _ heap: PickleHeap) -> [String] {
        var seen: Set<String> = [key]
        return (heap.items(place) ?? []).compactMap { item in
            guard case .text(let name) = item.key, seen.insert(name).inserted else { return nil }
            let inside = [item.value] + levels.compactMap { heap.member($0, of: item.value) }
            return inside.contains { !tensors(of: $0, heap).isEmpty } ? String(name.prefix(80)) : nil
        }
    }

    private static func tensors(
        of value: PickleValue, _ heap: PickleHeap
    ) -> [(name: String, tensor: TorchTensor)] {
        guard case .dictionary(let index) = value else { return [] }
        return heap.dictionaries[index].compactMap { item in
            guard case .text(let name) = item.key, case .tensor(let tensor) = item.value else { return nil }
            return (name, heap.tensors[tensor])
        }
    }

    /// Finds chosen tensors in the file.
    ///
    /// - Parameter locate: where a storage begins, in bytes from the file's start, after the bytes of
    ///   `wholeCount` elements were found there.
    init(
        _ selection: Selection, in file: FileBytes,
        _ locate: (TorchStorage) throws(WeightError) -> Int
    ) throws(WeightError) {
        var names: [String] = []
        var tensors: [String: WeightTensor] = [:]
        var counts: [String: Int] = [:]
        for (name, tensor) in selection.entries {
            let storage = tensor.storage
            let start = try locate(storage) + storage.offset * storage.elementType.size
            let placed = WeightTensor(tensor, name: name, in: file, storageStart: start)
            guard tensors.updateValue(placed, forKey: name) == nil else {
                throw WeightError(.malformed, "\(file.name): '\(name)' occurs twice")
            }
            names.append(name)
            let count = storage.wholeCount * storage.elementType.size / tensor.elementType.size
            counts[storage.key] = max(counts[storage.key] ?? 0, count)
        }
        format = selection.format
        choice = selection.choice
        self.names = names
        self.tensors = tensors
        elementCount = counts.values.reduce(0, +)
    }
}
