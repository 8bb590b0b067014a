internal import CLIPWeights

extension CLIPModel {
    /// How the files store the weights: the element types in use, most numbers first.
    public var storedTypes: [String] {
        var counts: [String: Int] = [:]
        for entry in weights.store.readTensors {
            counts[entry.tensor.elementType.rawValue, default: 0] += entry.tensor.count
        }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }
}
