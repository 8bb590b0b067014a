/// A dictionary of plain values and arrays of bytes out of a pickle, as CIFAR's Python version has it. Nothing of the
/// pickle is run.
package struct PickledFields {
    private let heap: PickleHeap
    /// By name; of two with one name the later, as in Python.
    private let members: [String: PickleValue]
    private let lists: [String: [String]]
    /// The names of what there is.
    package let names: [String]

    private static let longestText = 1000

    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - name: what messages call it.
    ///   - textLists: names of the lists of texts that will be asked for.
    /// - Throws: for what is no pickle of protocols 2 to 5, for a name that data do not need, and where something else
    ///   than a dictionary is in it.
    package init(_ bytes: UnsafeRawBufferPointer, name: String, textLists: [String]) throws(WeightError) {
        var reader = PickleReader(bytes, name: name, keepsBytes: true)
        let root = try reader.value()
        guard let items = reader.heap.items(root) else {
            throw WeightError(.malformed, "\(name): a pickle of \(root.kindName), not of a dictionary")
        }
        // A string of Python 2 is bytes in the file.
        let text = { (value: PickleValue) -> String? in
            switch value {
            case .text(let text): text
            case .bytes(let range) where range.count <= Self.longestText:
                String(validating: bytes[range], as: UTF8.self)
            default: nil
            }
        }
        var members: [String: PickleValue] = [:]
        for item in items {
            if let key = text(item.key) { members[key] = item.value }
        }
        var lists: [String: [String]] = [:]
        for name in textLists {
            guard let elements = members[name].flatMap({ reader.heap.elements($0) }) else { continue }
            let texts = elements.compactMap(text)
            if texts.count == elements.count { lists[name] = texts }
        }
        heap = reader.heap
        names = members.keys.sorted()
        (self.members, self.lists) = (members, lists)
    }

    /// A list of whole numbers; nil where there is none of that name.
    package func integers(_ name: String) -> [Int]? { members[name].flatMap { heap.integers($0) } }

    /// A list of texts that was announced; nil where there is none of that name.
    package func texts(_ name: String) -> [String]? { lists[name] }

    /// An array of bytes; nil where there is none of that name.
    package func array(_ name: String) -> PickledArray? {
        guard case .array(let index) = members[name] else { return nil }
        return heap.arrays[index]
    }
}

/// A NumPy array of single bytes, where it lies in the file.
package struct PickledArray: Sendable, Hashable {
    /// Sizes of the axes, the slowest first.
    package let shape: [Int]
    /// Its elements' place.
    package let bytes: Range<Int>
}
