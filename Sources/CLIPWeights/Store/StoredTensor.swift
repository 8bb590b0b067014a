/// A tensor of a model as another file shall have it: under another layout's name, whole or as a part, maybe with
/// its axes the other way round, in another element type.
package struct StoredTensor: Sendable {
    /// The name in the new file.
    package let name: String
    /// How the new file stores the elements.
    package let elementType: ElementType
    /// The shape in the new file.
    package let shape: [Int]
    let source: WeightTensor
    /// The elements of `source` that belong to it.
    let range: Range<Int>
    let isTransposed: Bool

    /// What the new file's header says.
    package var layout: SafetensorsWriter.Layout { .init(name, elementType, shape: shape) }
}

extension WeightStore {
    /// The tensors of a file that holds the same weights in a layout's names, in the order in which they are written.
    ///
    /// - Parameters:
    ///   - naming: the new file's layout.
    ///   - type: how floats are stored there; nil for the type that each tensor has. Parts of one tensor that have
    ///     several become `float32`.
    ///   - includes: whether a tensor belongs to the model, by its canonical name.
    package func tensors(
        as naming: Naming, storing type: ElementType?, includes: (String) -> Bool = { _ in true }
    ) -> [StoredTensor] {
        var tensors: [StoredTensor] = []
        for canonical in canonicalNames where includes(canonical) {
            guard let source = peek(canonical) else { continue }
            let names = naming.fileNames(of: canonical)
            let count = source.count / names.count
            for (part, name) in names.enumerated() {
                let isTransposed = naming.place(of: name)?.isTransposed ?? false
                // A single number has no axis, whoever wrote it with one.
                var shape = canonical.hasPrefix("logit_") && source.count == 1 ? [] : source.shape
                if names.count > 1 { shape[0] /= names.count }
                if isTransposed { shape.reverse() }
                tensors.append(
                    StoredTensor(
                        name: name, elementType: type ?? source.elementType, shape: shape, source: source,
                        range: part * count..<(part + 1) * count, isTransposed: isTransposed))
            }
        }
        if naming == .openCLIP { tensors += counters }
        return tensors.sorted { left, right in
            let ranks = (Safetensors.rank(left.elementType), Safetensors.rank(right.elementType))
            return ranks.0 == ranks.1
                ? left.name.utf8.lexicographicallyPrecedes(right.name.utf8) : ranks.0 < ranks.1
        }
    }

    /// What batch norms count while they are trained. Nothing reads it here, but OpenCLIP's files have it.
    private var counters: [StoredTensor] {
        files.flatMap { file in
            file.tensorNames.compactMap { name in
                let bare = String(name.dropFirst(wrapper.count))
                guard name.hasSuffix(".num_batches_tracked"), let place = naming.place(of: bare),
                    let tensor = file[name]
                else { return nil }
                return StoredTensor(
                    name: place.canonicalName, elementType: tensor.elementType, shape: tensor.shape,
                    source: tensor, range: 0..<tensor.count, isTransposed: false)
            }
        }
    }
}
