/// Reads a pickle, the program by which Python rebuilds objects, without running any of it.
///
/// Python's own reader imports and calls whatever a file names. This one knows the names that PyTorch's weights
/// consist of (``PickleGlobal``), does for them what they stand for, and refuses the file at any other. Memory and
/// time are bounded by the file's size and by ``mostInstructions``; nothing recurses.
///
/// Protocols 2 to 5 (<https://docs.python.org/3/library/pickletools.html>); PyTorch writes 2.
struct PickleReader {
    /// The most instructions that are followed. The largest CLIP's training checkpoint has some 200,000.
    static let mostInstructions = 2_000_000
    /// The most bytes of one pickle.
    static let largest = 64 << 20
    /// The most bytes of a pickle with arrays in it: CIFAR-100's has 155 million.
    static let largestArrays = 1 << 30

    /// What messages call the file.
    let name: String
    /// Whether the pickle is of a TorchScript archive, which names classes of its own.
    let isScript: Bool
    /// Whether bytes and NumPy's arrays of them are kept, as data sets have them; weights have tensors instead.
    let keepsBytes: Bool
    var cursor: PickleCursor
    var heap = PickleHeap()
    var stack: [PickleValue] = []
    /// Heights of the stack where a group of values begins.
    private var marks: [Int] = []
    private var memo: [UInt32: PickleValue] = [:]
    /// Where the current instruction is, for messages.
    private var place = 0

    /// - Parameters:
    ///   - bytes: the file, which must stay valid while the reader is used.
    ///   - start: where in it the pickle begins.
    init(
        _ bytes: UnsafeRawBufferPointer, at start: Int = 0, name: String, isScript: Bool = false,
        keepsBytes: Bool = false
    ) {
        let end = min(bytes.count, start + (keepsBytes ? Self.largestArrays : Self.largest))
        cursor = PickleCursor(UnsafeRawBufferPointer(rebasing: bytes[..<end]), at: start)
        self.name = name
        self.isScript = isScript
        self.keepsBytes = keepsBytes
    }

    /// Reads up to the pickle's end.
    ///
    /// - Returns: the value that it describes, whose containers are in ``heap``.
    mutating func value() throws(WeightError) -> PickleValue {
        for _ in 0..<Self.mostInstructions {
            place = cursor.position
            guard let byte = cursor.number(UInt8.self) else {
                throw fail("it ends in the middle of a pickle")
            }
            guard let opcode = PickleOpcode(rawValue: byte) else {
                throw fail("\(byte) is not an instruction of a pickle")
            }
            if opcode == .stop {
                let result = try pop()
                guard stack.isEmpty, marks.isEmpty else { throw fail("values are left over at its end") }
                return result
            }
            try follow(opcode)
        }
        throw fail("it has more than \(Self.mostInstructions) instructions")
    }

    /// An error at the current instruction.
    func fail(_ reason: String, _ code: WeightError.Code = .malformed) -> WeightError {
        let what = keepsBytes ? "not a whole pickle of arrays" : "not whole weights of PyTorch"
        return WeightError(code, "\(name): \(what): at byte \(place): \(reason)")
    }

    private mutating func follow(_ opcode: PickleOpcode) throws(WeightError) {
        switch opcode {
        case .proto:
            let version = try number(UInt8.self)
            guard (2...5).contains(version) else {
                throw fail("protocol \(version) of pickle; 2 to 5 are read", .unsupported)
            }
        case .frame:
            guard try number(UInt64.self) <= UInt64(cursor.rest) else {
                throw fail("a frame goes on beyond the end")
            }
        case .mark: marks.append(stack.count)
        case .pop:
            if marks.last == stack.count { marks.removeLast() } else { _ = try pop() }
        case .popMark: _ = try popGroup()
        case .dup: try stack.append(top())
        case .binPut: try memo[UInt32(number(UInt8.self))] = top()
        case .longBinPut: try memo[number(UInt32.self)] = top()
        case .memoize: try memo[UInt32(truncatingIfNeeded: memo.count)] = top()
        case .binGet: try recall(UInt32(number(UInt8.self)))
        case .longBinGet: try recall(number(UInt32.self))
        case .global, .stackGlobal, .reduce, .newObject, .newObjectEx, .build, .binPersistentID:
            try followObject(opcode)
        case .instance, .object, .extension1, .extension2, .extension4, .persistentID, .nextBuffer,
            .readOnlyBuffer, .int, .long, .float, .string, .unicode, .get, .put:
            throw refusal(opcode)
        case .emptyTuple, .tuple1, .tuple2, .tuple3, .tuple, .emptyList, .list, .append, .appends, .emptyDict,
            .dict, .setItem, .setItems, .emptySet, .addItems, .frozenSet:
            try followContainer(opcode)
        default: try stack.append(single(opcode))
        }
    }

    private mutating func recall(_ index: UInt32) throws(WeightError) {
        guard let value = memo[index] else {
            throw fail("it refers to the value \(index) before it is there")
        }
        stack.append(value)
    }

    /// Instructions that no weights need; those that name something to call are reported with it.
    private mutating func refusal(_ opcode: PickleOpcode) -> WeightError {
        if opcode == .instance, let module = cursor.line(), let name = cursor.line() {
            return refusedCall(
                String(decoding: module, as: UTF8.self), String(decoding: name, as: UTF8.self))
        }
        return fail("the instruction '\(opcode)', which weights do not need: refused", .unsupported)
    }

    // MARK: What instructions take

    /// The number that follows the instruction.
    mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type
    ) throws(WeightError) -> Number {
        guard let number = cursor.number(type) else { throw fail("it ends in the middle of an instruction") }
        return number
    }

    /// The bytes that follow a length.
    mutating func bytes(_ count: some FixedWidthInteger) throws(WeightError) -> UnsafeRawBufferPointer {
        guard let count = Int(exactly: count), let bytes = cursor.take(count) else {
            throw fail("\(count) bytes, where \(cursor.rest) are left")
        }
        return bytes
    }

    func top() throws(WeightError) -> PickleValue {
        guard let value = stack.last, stack.count > marks.last ?? 0 else {
            throw fail("an instruction without the value that it needs")
        }
        return value
    }

    mutating func pop() throws(WeightError) -> PickleValue {
        let value = try top()
        stack.removeLast()
        return value
    }

    /// The values since the last mark, which goes with them.
    mutating func popGroup() throws(WeightError) -> [PickleValue] {
        guard let mark = marks.popLast() else { throw fail("a group of values that never began") }
        let group = Array(stack[mark...])
        stack.removeSubrange(mark...)
        return group
    }
}
