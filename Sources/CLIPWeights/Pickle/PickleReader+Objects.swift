/// Names of Python's and what is made of them: tensors, storages, modules.
extension PickleReader {
    mutating func followObject(_ opcode: PickleOpcode) throws(WeightError) {
        switch opcode {
        case .global:
            guard let module = cursor.line(), let name = cursor.line() else {
                throw fail("it ends in the middle of a name")
            }
            try pushGlobal(String(decoding: module, as: UTF8.self), String(decoding: name, as: UTF8.self))
        case .stackGlobal:
            let name = try pop()
            guard case .text(let name) = name, case .text(let module) = try pop() else {
                throw fail("a name of Python's that is not a string")
            }
            try pushGlobal(module, name)
        case .reduce:
            let arguments = try arguments(pop())
            let function = try pop()
            try stack.append(call(function, arguments))
        case .newObject, .newObjectEx:
            // The latter has arguments by name, too.
            if opcode == .newObjectEx { _ = try pop() }
            _ = try arguments(pop())
            let type = try pop()
            try stack.append(make(type))
        case .build:
            let state = try pop()
            try build(top(), state)
        default:
            let identity = try arguments(pop())
            try stack.append(storage(identity))
        }
    }

    private mutating func pushGlobal(_ module: String, _ name: String) throws(WeightError) {
        guard let global = PickleGlobal(module: module, name: name, isScript: isScript) else {
            throw refusedCall(module, name)
        }
        stack.append(.global(global))
    }

    /// The refusal of a file that would have Python call something.
    func refusedCall(_ module: String, _ name: String) -> WeightError {
        let called = String("\(module).\(name)".prefix(200))
        guard !keepsBytes else {
            return WeightError(
                .unsupported,
                "\(self.name): the file wants to call \(called), which data do not need: refused, and nothing of it was "
                    + "run")
        }
        if let tensors = PickleGlobal.unreadTensors(module: module, name: name) {
            return WeightError(
                .unsupported,
                "\(self.name): it holds \(tensors) (\(called)), which are not read: \(WeightError.readTypes); save "
                    + "the model with plain tensors of one of these")
        }
        return WeightError(
            .unsupported,
            "\(self.name): the file wants to call \(called), which weights do not need: refused, and nothing of it "
                + "was run. If you trust where it comes from, save its state_dict() alone, best with Python's "
                + "safetensors package (safetensors.torch.save_file)")
    }

    private func arguments(_ value: PickleValue) throws(WeightError) -> [PickleValue] {
        guard case .tuple(let index) = value else {
            throw fail("arguments that are not a tuple but \(value.kindName)")
        }
        return heap.sequences[index]
    }

    /// Does what a function stands for.
    private mutating func call(
        _ function: PickleValue, _ arguments: [PickleValue]
    ) throws(WeightError) -> PickleValue {
        guard case .global(let global) = function else {
            throw fail("\(function.kindName) is called: refused", .unsupported)
        }
        switch global {
        case .orderedDictionary:
            // Python 2 gave the entries at once; it was gone before CLIP came.
            guard arguments.isEmpty else {
                throw fail("an OrderedDict with its entries: refused", .unsupported)
            }
            return dictionary([])
        case .opaque: return .opaque
        case .rebuildArray:
            guard keepsBytes else { return .opaque }
            heap.arrays.append(nil)
            return .array(heap.arrays.count - 1)
        case .arrayFromBuffer:
            guard keepsBytes else { return .opaque }
            try heap.arrays.append(array(fromBuffer: arguments))
            return .array(heap.arrays.count - 1)
        case .rebuildTensor: return try tensor(arguments, typed: false)
        case .rebuildTypedTensor: return try tensor(arguments, typed: true)
        case .rebuildParameter:
            guard case .tensor = arguments.first else { throw fail("a parameter without its tensor") }
            return arguments[0]
        case .passThrough:
            guard let first = arguments.first else { throw fail("\(global) without an argument") }
            return first
        case .rebuildFromType:
            // The function, the type, the function's arguments, the tensor's own attributes.
            guard arguments.count == 4, case .global(let inner) = arguments[0],
                case .global(.tensorClass) = arguments[1],
                inner == .rebuildTensor || inner == .rebuildTypedTensor
            else { throw fail("a tensor of a class of its own: refused", .unsupported) }
            return try tensor(self.arguments(arguments[2]), typed: inner == .rebuildTypedTensor)
        case .tensorClass, .storage, .untypedStorage, .elementType, .moduleClass:
            throw fail("\(global) is called: refused", .unsupported)
        }
    }

    /// Makes an empty object of a class.
    private mutating func make(_ type: PickleValue) throws(WeightError) -> PickleValue {
        switch type {
        case .global(.moduleClass):
            heap.modules.append(nil)
            return .module(heap.modules.count - 1)
        case .global(.orderedDictionary): return dictionary([])
        case .global(.opaque): return .opaque
        default: throw fail("an object of \(type.kindName): refused", .unsupported)
        }
    }

    /// Gives an object its attributes.
    private mutating func build(_ object: PickleValue, _ state: PickleValue) throws(WeightError) {
        switch object {
        // What OrderedDict carries beside its entries is versions of modules.
        case .opaque, .dictionary: break
        case .array(let index): heap.arrays[index] = try array(state)
        case .module(let index):
            // A module whose class has its own way of reading holds no tensors by name.
            guard case .dictionary(let attributes) = state else { return }
            heap.modules[index] = attributes
        default: throw fail("\(object.kindName) is given attributes: refused", .unsupported)
        }
    }

    /// `version, sizes, element type, whether the first axis runs fastest, bytes`: what NumPy's arrays are given. The
    /// element type is not asked for: there must be one byte for each element.
    private func array(_ state: PickleValue) throws(WeightError) -> PickledArray {
        guard let parts = heap.elements(state), parts.count == 5, let shape = heap.integers(parts[1]),
            case .bool(false) = parts[3], case .bytes(let bytes) = parts[4]
        else { throw fail("an array that is not sizes and bytes in the order of C", .unsupported) }
        return try array(shape: shape, bytes)
    }

    /// `bytes, element type, sizes, order`: the arguments of `_frombuffer`.
    private func array(fromBuffer arguments: [PickleValue]) throws(WeightError) -> PickledArray {
        guard arguments.count == 4, case .bytes(let bytes) = arguments[0],
            let shape = heap.integers(arguments[2]), case .text("C") = arguments[3]
        else { throw fail("an array that is not bytes and sizes in the order of C", .unsupported) }
        return try array(shape: shape, bytes)
    }

    private func array(shape: [Int], _ bytes: Range<Int>) throws(WeightError) -> PickledArray {
        var count = 1
        for size in shape {
            let (product, overflows) = count.multipliedReportingOverflow(by: size)
            guard size >= 0, !overflows else { throw fail("an array of \(shape)") }
            count = product
        }
        guard count == bytes.count else {
            throw fail(
                "an array of \(shape) with \(bytes.count) bytes; only single bytes are read", .unsupported)
        }
        return PickledArray(shape: shape, bytes: bytes)
    }

    // MARK: Tensors

    /// `storage, offset, size, stride, requires_grad, backward_hooks`, then the element type where it is `typed`,
    /// then bits that change what the elements mean.
    private mutating func tensor(_ arguments: [PickleValue], typed: Bool) throws(WeightError) -> PickleValue {
        let plain = typed ? 7 : 6
        // The oldest form ends after the strides.
        guard (typed ? 7 : 4)...plain + 1 ~= arguments.count,
            case .storage(let index) = arguments[0], case .integer(let offset) = arguments[1],
            let shape = heap.integers(arguments[2]), let strides = heap.integers(arguments[3])
        else { throw fail("a tensor that is not storage, offset, sizes and strides") }
        if arguments.count > plain {
            guard heap.items(arguments[plain])?.isEmpty ?? arguments[plain].isNone else {
                throw fail("a tensor with bits that change its elements: refused", .unsupported)
            }
        }
        var type: ElementType?
        if typed {
            guard case .global(.elementType(let given)) = arguments[6] else {
                throw fail("a tensor of an unknown element type", .unsupported)
            }
            type = given
        }
        do throws(TorchTensor.Fault) {
            try heap.tensors.append(
                TorchTensor(
                    heap.storages[index], elementType: type, offset: offset, shape: shape, strides: strides))
        } catch {
            throw fail(error.reason)
        }
        return .tensor(heap.tensors.count - 1)
    }

    /// `"storage", type, key, location, count`, and in the older form a view: `key, offset, count`.
    private mutating func storage(_ identity: [PickleValue]) throws(WeightError) -> PickleValue {
        guard identity.count == 5 || identity.count == 6, case .text("storage") = identity[0],
            case .global(let global) = identity[1], case .text(let key) = identity[2],
            case .integer(let count) = identity[4]
        else { throw fail("something beside the pickle that is not a storage: refused", .unsupported) }
        let type: ElementType
        switch global {
        case .storage(let elementType): type = elementType
        case .untypedStorage: type = .uint8
        default: throw fail("a storage of \(global)")
        }
        guard count >= 0, count <= Int.max / 8 else { throw fail("a storage of \(count) elements") }
        var storage = TorchStorage(key: key, elementType: type, count: count, wholeCount: count)
        if identity.count == 6, let view = heap.elements(identity[5]) {
            guard view.count == 3, case .integer(let offset) = view[1], case .integer(let viewed) = view[2],
                offset >= 0, viewed >= 0, offset <= count, viewed <= count - offset
            else { throw fail("a part of a storage that leaves it") }
            storage = TorchStorage(
                key: key, elementType: type, count: viewed, offset: offset, wholeCount: count)
        }
        heap.storages.append(storage)
        return .storage(heap.storages.count - 1)
    }
}
