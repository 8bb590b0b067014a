/// What a pickle may name of Python's: the types and functions that PyTorch's files of weights consist of, and
/// some harmless classes that stand beside weights in training checkpoints.
///
/// None of it is called. A name stands for what this reader does instead; every other name is refused.
enum PickleGlobal: Hashable, CustomStringConvertible {
    /// `collections.OrderedDict`, which PyTorch's state dictionaries are.
    case orderedDictionary
    /// `torch._utils._rebuild_tensor` and `_rebuild_tensor_v2`.
    case rebuildTensor
    /// `torch._utils._rebuild_tensor_v3`: the element type is said beside the storage.
    case rebuildTypedTensor
    /// `torch._utils._rebuild_parameter` and `_rebuild_parameter_with_state`: the tensor comes first.
    case rebuildParameter
    /// `torch._tensor._rebuild_from_type_v2`: a function from here with its arguments.
    case rebuildFromType
    /// `torch.Tensor`, `torch.nn.parameter.Parameter`.
    case tensorClass
    /// `torch.FloatStorage` and its kin.
    case storage(ElementType)
    /// `torch.storage.UntypedStorage`, bytes.
    case untypedStorage
    /// `torch.float32` and its kin.
    case elementType(ElementType)
    /// A class that a TorchScript archive defines itself, in code that is not read.
    case moduleClass
    /// `torch.jit._pickle.build_…list` and `restore_type_tag`: they give back their first argument.
    case passThrough
    /// NumPy's `_reconstruct`: an array that is given its elements behind.
    case rebuildArray
    /// NumPy's `_frombuffer`, with which pickles of protocol 5 begin an array: its bytes come at once.
    case arrayFromBuffer
    /// Classes of which nothing is needed.
    case opaque

    var description: String {
        switch self {
        case .orderedDictionary: "OrderedDict"
        case .rebuildTensor, .rebuildTypedTensor: "torch._utils._rebuild_tensor"
        case .rebuildParameter: "torch._utils._rebuild_parameter"
        case .rebuildFromType: "torch._tensor._rebuild_from_type_v2"
        case .tensorClass: "torch.Tensor"
        case .storage(let type): "a storage of \(type.rawValue)"
        case .untypedStorage: "a storage of bytes"
        case .elementType(let type): "the element type \(type.rawValue)"
        case .moduleClass: "a module's class"
        case .passThrough: "torch.jit._pickle"
        case .rebuildArray: "numpy's _reconstruct"
        case .arrayFromBuffer: "numpy's _frombuffer"
        case .opaque: "a class"
        }
    }

    /// - Parameter isScript: whether the pickle is of a TorchScript archive, which has classes of its own.
    /// - Returns: nil for a name that weights do not need.
    init?(module: String, name: String, isScript: Bool) {
        if isScript, module == "__torch__" || module.hasPrefix("__torch__.") {
            self = .moduleClass
            return
        }
        switch (module, name) {
        case ("collections", "OrderedDict"): self = .orderedDictionary
        case ("torch._utils", "_rebuild_tensor"), ("torch._utils", "_rebuild_tensor_v2"):
            self = .rebuildTensor
        case ("torch._utils", "_rebuild_tensor_v3"): self = .rebuildTypedTensor
        case ("torch._utils", "_rebuild_parameter"), ("torch._utils", "_rebuild_parameter_with_state"):
            self = .rebuildParameter
        case ("torch._tensor", "_rebuild_from_type_v2"): self = .rebuildFromType
        case ("torch", "Tensor"), ("torch.nn.parameter", "Parameter"), ("torch.nn", "Parameter"):
            self = .tensorClass
        case ("torch.storage", "UntypedStorage"), ("torch", "UntypedStorage"): self = .untypedStorage
        case ("torch", _), ("torch.cuda", _):
            if let type = Self.storages[name] {
                self = .storage(type)
            } else if module == "torch", let type = Self.elementTypes[name] {
                self = .elementType(type)
            } else if module == "torch", Self.opaqueNames["torch"]?.contains(name) == true {
                self = .opaque
            } else {
                return nil
            }
        case ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"):
            self = .rebuildArray
        case ("numpy.core.numeric", "_frombuffer"), ("numpy._core.numeric", "_frombuffer"):
            self = .arrayFromBuffer
        case ("torch.jit._pickle", _) where Self.passThroughNames.contains(name): self = .passThrough
        case _ where Self.opaqueNames[module]?.contains(name) == true: self = .opaque
        default: return nil
        }
    }

    private static let storages: [String: ElementType] = [
        "FloatStorage": .float32, "HalfStorage": .float16, "BFloat16Storage": .bfloat16,
        "DoubleStorage": .float64, "LongStorage": .int64, "IntStorage": .int32, "ShortStorage": .int16,
        "CharStorage": .int8, "ByteStorage": .uint8, "BoolStorage": .bool,
    ]
    private static let elementTypes: [String: ElementType] = [
        "float32": .float32, "float16": .float16, "bfloat16": .bfloat16, "float64": .float64,
        "float8_e5m2": .float8E5M2, "float8_e4m3fn": .float8E4M3,
        "int64": .int64, "int32": .int32, "int16": .int16, "int8": .int8,
        "uint64": .uint64, "uint32": .uint32, "uint16": .uint16, "uint8": .uint8, "bool": .bool,
    ]
    private static let passThroughNames: Set<String> = [
        "build_intlist", "build_doublelist", "build_boollist", "build_tensorlist", "restore_type_tag",
    ]
    /// Values without behaviour: numbers of NumPy's, options, sets. Python's older names of modules stand beside
    /// the present ones, because files of protocol 2 carry those.
    private static let opaqueNames: [String: Set<String>] = [
        "collections": ["defaultdict", "Counter"],
        "builtins": plain, "__builtin__": plain,
        "argparse": ["Namespace"],
        "_codecs": ["encode"],
        "torch": [
            "Size", "device", "strided", "contiguous_format", "preserve_format", "channels_last",
        ],
        "torch.serialization": ["_get_layout"],
        "numpy": ["dtype", "ndarray", "bool_", "float32", "float64", "int32", "int64"],
        "numpy.core.multiarray": ["scalar"],
        "numpy._core.multiarray": ["scalar"],
        "numpy.dtypes": ["Float64DType", "Float32DType", "Int64DType", "Int32DType", "BoolDType"],
    ]
    private static let plain: Set<String> = [
        "set", "frozenset", "complex", "bytearray", "bytes", "range", "xrange", "slice", "list", "dict",
        "tuple", "int", "float", "bool", "str", "unicode", "long",
    ]
}
