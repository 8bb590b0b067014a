/// Single values and containers.
extension PickleReader {
    mutating func single(_ opcode: PickleOpcode) throws(WeightError) -> PickleValue {
        switch opcode {
        case .none: return .none
        case .newTrue: return .bool(true)
        case .newFalse: return .bool(false)
        case .binInt: return try .integer(Int(Int32(bitPattern: number(UInt32.self))))
        case .binInt1: return try .integer(Int(number(UInt8.self)))
        case .binInt2: return try .integer(Int(number(UInt16.self)))
        case .long1: return try long(bytes(number(UInt8.self)))
        case .long4: return try long(bytes(Int32(bitPattern: number(UInt32.self))))
        case .binFloat:
            // The only number with its high byte first.
            return try .number(Double(bitPattern: number(UInt64.self).byteSwapped))
        case .binUnicode: return try text(bytes(number(UInt32.self)))
        case .shortBinUnicode: return try text(bytes(number(UInt8.self)))
        case .binUnicode8: return try text(bytes(number(UInt64.self)))
        // Strings of Python 2, as names of tensors always ASCII.
        case .shortBinString: return try oldText(Int(number(UInt8.self)))
        case .binString: return try oldText(Int(Int32(bitPattern: number(UInt32.self))))
        case .binBytes: return try kept(Int(number(UInt32.self)))
        case .shortBinBytes: return try kept(Int(number(UInt8.self)))
        case .binBytes8, .byteArray8: return try kept(number(UInt64.self))
        default: throw fail("the instruction '\(opcode)', which weights do not need: refused", .unsupported)
        }
    }

    /// So many bytes, by their place.
    private mutating func kept(_ count: some FixedWidthInteger) throws(WeightError) -> PickleValue {
        let bytes = try bytes(count)
        return keepsBytes ? .bytes(cursor.position - bytes.count..<cursor.position) : .opaque
    }

    /// A string of Python 2, which may be text or bytes: who needs it knows.
    private mutating func oldText(_ count: Int) throws(WeightError) -> PickleValue {
        keepsBytes ? try kept(count) : try text(bytes(count))
    }

    /// A whole number in two's complement; one of more than 64 bits is no size and no count.
    private func long(_ bytes: UnsafeRawBufferPointer) -> PickleValue {
        guard bytes.count <= 8 else { return .opaque }
        var value = bytes.last.map { $0 & 0x80 != 0 } == true ? -1 : 0
        for byte in bytes.reversed() { value = value << 8 | Int(byte) }
        return .integer(value)
    }

    private func text(_ bytes: UnsafeRawBufferPointer) throws(WeightError) -> PickleValue {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw fail("a string that is not UTF-8")
        }
        return .text(text)
    }

    mutating func followContainer(_ opcode: PickleOpcode) throws(WeightError) {
        switch opcode {
        case .emptyTuple: stack.append(tuple([]))
        case .tuple1: try pushTuple(1)
        case .tuple2: try pushTuple(2)
        case .tuple3: try pushTuple(3)
        case .tuple: try stack.append(tuple(popGroup()))
        case .emptyList: stack.append(list([]))
        case .list: try stack.append(list(popGroup()))
        case .append: try extend([pop()])
        case .appends, .addItems: try extend(popGroup())
        case .emptyDict: stack.append(dictionary([]))
        case .dict: try stack.append(dictionary(pairs(popGroup())))
        case .setItem:
            let value = try pop()
            try insert([(pop(), value)])
        case .setItems: try insert(pairs(popGroup()))
        case .emptySet: stack.append(.opaque)
        default:
            _ = try popGroup()
            stack.append(.opaque)
        }
    }

    private mutating func pushTuple(_ count: Int) throws(WeightError) {
        var elements: [PickleValue] = []
        for _ in 0..<count { try elements.append(pop()) }
        stack.append(tuple(elements.reversed()))
    }

    private mutating func tuple(_ elements: [PickleValue]) -> PickleValue {
        heap.sequences.append(elements)
        return .tuple(heap.sequences.count - 1)
    }

    private mutating func list(_ elements: [PickleValue]) -> PickleValue {
        heap.sequences.append(elements)
        return .list(heap.sequences.count - 1)
    }

    mutating func dictionary(_ items: [PickleHeap.Item]) -> PickleValue {
        heap.dictionaries.append(items)
        return .dictionary(heap.dictionaries.count - 1)
    }

    private func pairs(_ group: [PickleValue]) throws(WeightError) -> [PickleHeap.Item] {
        guard group.count % 2 == 0 else { throw fail("a dictionary with a key that has no value") }
        return stride(from: 0, to: group.count, by: 2).map { (group[$0], group[$0 + 1]) }
    }

    /// Adds to the list or set on top of the stack.
    private mutating func extend(_ elements: [PickleValue]) throws(WeightError) {
        switch try top() {
        case .list(let index): heap.sequences[index] += elements
        case .opaque: break
        case let other: throw fail("elements are added to \(other.kindName)")
        }
    }

    /// Adds to the dictionary on top of the stack.
    private mutating func insert(_ items: [PickleHeap.Item]) throws(WeightError) {
        switch try top() {
        case .dictionary(let index): heap.dictionaries[index] += items
        case .opaque: break
        case let other: throw fail("entries are added to \(other.kindName)")
        }
    }
}
