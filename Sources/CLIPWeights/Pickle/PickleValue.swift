/// A value that a pickle describes. Containers are places in a ``PickleHeap``: a file may nest them as deep, share
/// them as often and close them to rings as it likes, and nothing here recurses or is held twice for it.
enum PickleValue {
    case none
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    /// Bytes of the file, where a reader keeps them: also the strings of Python 2.
    case bytes(Range<Int>)
    /// Something that weights do not need: bytes, sets, objects of harmless classes. It is not kept.
    case opaque
    /// In ``PickleHeap/sequences``.
    case tuple(Int)
    /// In ``PickleHeap/sequences``.
    case list(Int)
    /// In ``PickleHeap/dictionaries``.
    case dictionary(Int)
    /// A module of a TorchScript archive, in ``PickleHeap/modules``.
    case module(Int)
    /// In ``PickleHeap/storages``.
    case storage(Int)
    /// In ``PickleHeap/tensors``.
    case tensor(Int)
    /// A NumPy array, in ``PickleHeap/arrays``.
    case array(Int)
    case global(PickleGlobal)

    var isNone: Bool {
        guard case .none = self else { return false }
        return true
    }

    /// The kind in words, for messages.
    var kindName: String {
        switch self {
        case .none: "None"
        case .bool: "a truth value"
        case .integer, .number: "a number"
        case .text: "a string"
        case .bytes: "bytes"
        case .opaque: "an object"
        case .tuple: "a tuple"
        case .list: "a list"
        case .dictionary: "a dictionary"
        case .module: "a module"
        case .storage: "a storage"
        case .tensor: "a tensor"
        case .array: "an array"
        case .global(let global): "\(global)"
        }
    }
}

/// The containers of a pickle, referred to by their numbers.
struct PickleHeap {
    /// An entry of a dictionary. Keys are not compared: who looks something up takes the last one, as Python would.
    typealias Item = (key: PickleValue, value: PickleValue)

    var sequences: [[PickleValue]] = []
    var dictionaries: [[Item]] = []
    /// The place of a module's attributes in ``dictionaries``; nil if it has none. Not a copy: a file could ask
    /// for any number of them.
    var modules: [Int?] = []
    var storages: [TorchStorage] = []
    var tensors: [TorchTensor] = []
    /// Nil until an array is given its elements.
    var arrays: [PickledArray?] = []

    /// The elements of a tuple or list; nil for other values.
    func elements(_ value: PickleValue) -> [PickleValue]? {
        switch value {
        case .tuple(let index), .list(let index): sequences[index]
        default: nil
        }
    }

    /// The entries of a dictionary or the attributes of a module; nil for other values.
    func items(_ value: PickleValue) -> [Item]? {
        switch value {
        case .dictionary(let index): dictionaries[index]
        case .module(let index): modules[index].map { dictionaries[$0] } ?? []
        default: nil
        }
    }

    /// What a dictionary or module has under a name.
    func member(_ name: String, of value: PickleValue) -> PickleValue? {
        items(value)?.last { item in
            if case .text(name) = item.key { true } else { false }
        }?.value
    }

    /// The whole numbers of a tuple or list; nil where it is something else.
    func integers(_ value: PickleValue) -> [Int]? {
        guard let elements = elements(value) else { return nil }
        var integers: [Int] = []
        for element in elements {
            guard case .integer(let integer) = element else { return nil }
            integers.append(integer)
        }
        return integers
    }
}
