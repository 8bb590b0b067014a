/// A place in a model's tree of names: `store.root["visual"]["transformer"]["resblocks"][0]`.
///
/// A network's modules take a cursor each, so that the tree of modules is the tree of names.
public struct WeightCursor: Sendable {
    /// The weights that are asked.
    public let store: WeightStore
    /// The canonical name of this place, with a dot at its end unless it is the root.
    public let path: String

    /// The place of this name below.
    public subscript(name: String) -> WeightCursor {
        WeightCursor(store: store, path: path + name + ".")
    }

    /// The place of this number below, as blocks are counted.
    public subscript(index: Int) -> WeightCursor { self[String(index)] }

    /// The tensor of this name here.
    ///
    /// Never fails: a tensor that is missing or has another shape is noted and answered with zeros;
    /// ``WeightStore/finish(ignoring:)`` reports it.
    /// - Parameters:
    ///   - name: the last part of the name.
    ///   - shape: the shape that the network needs, from the slowest axis to the fastest.
    public func tensor(_ name: String, shape: [Int]) -> WeightTensor {
        store.tensor(path + name, shape: shape)
    }

    /// Whether there is a tensor of this name here. Asking does not count as using it.
    public func has(_ name: String) -> Bool { store.has(path + name) }

    /// The shape of a tensor here, if there is one. Asking does not count as using it.
    public func shape(of name: String) -> [Int]? { store.peek(path + name)?.shape }
}
