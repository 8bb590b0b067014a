/// The modules of a TorchScript archive, whose tensors' names are the ways to them: `visual.conv1.weight`.
enum ModuleTree {
    /// Bounds on what a file can ask for: modules can be shared and lead back to themselves.
    private static let deepest = 32
    private static let mostVisits = 200_000

    /// All tensors below a module, in the order of attributes: what the reference's `state_dict()` gives, and
    /// tensors that are kept as plain attributes, such as masks.
    static func entries(
        of root: PickleValue, _ heap: PickleHeap, name: String
    ) throws(WeightError) -> [(name: String, tensor: TorchTensor)] {
        var entries: [(name: String, tensor: TorchTensor)] = []
        // The next to visit is last.
        var open: [(path: String, value: PickleValue, depth: Int)] = [("", root, 0)]
        var visits = 0
        while let (path, value, depth) = open.popLast() {
            visits += 1
            guard visits <= mostVisits else {
                throw WeightError(.malformed, "\(name): more than \(mostVisits) modules and attributes")
            }
            if case .tensor(let tensor) = value { entries.append((path, heap.tensors[tensor])) }
            guard case .module = value, let items = heap.items(value) else { continue }
            guard depth < deepest else {
                throw WeightError(.malformed, "\(name): modules nested more than \(deepest) deep")
            }
            for item in items.reversed() {
                guard case .text(let attribute) = item.key else { continue }
                switch item.value {
                case .module, .tensor:
                    open.append((path.isEmpty ? attribute : "\(path).\(attribute)", item.value, depth + 1))
                default: break
                }
            }
        }
        guard !entries.isEmpty else {
            throw WeightError(.malformed, "\(name): a TorchScript archive without tensors")
        }
        return entries
    }
}
