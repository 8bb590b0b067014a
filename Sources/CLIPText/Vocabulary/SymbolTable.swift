/// Symbols by their UTF-8 spelling, numbered in the order of insertion: a hash table with open addressing.
///
/// Loading a vocabulary is three look-ups per merge, and their cost is cache misses. So a slot holds a
/// symbol of up to 15 bytes itself (97 of 100 of OpenAI's); only longer ones are compared elsewhere.
struct SymbolTable {
    /// A spelling in one piece, or in two that stand one after the other.
    struct Spelling {
        let head: UnsafeRawBufferPointer
        let tail: UnsafeRawBufferPointer

        init(_ head: UnsafeRawBufferPointer, _ tail: UnsafeRawBufferPointer = .init(start: nil, count: 0)) {
            self.head = head
            self.tail = tail
        }
    }

    /// 15 bytes and their number, or for more bytes a hash of them and the number 255.
    private struct Key: Equatable {
        private(set) var low: UInt64 = 0
        private(set) var high: UInt64 = 0

        var isComplete: Bool { high >> 56 != 0xFF }

        init(_ spelling: Spelling) {
            let count = spelling.head.count + spelling.tail.count
            if count < 16 {
                // Shifts the bytes in from below; the number of bytes tells leading zeros apart.
                for part in [spelling.head, spelling.tail] {
                    for byte in part {
                        high = high << 8 | low >> 56
                        low = low << 8 | UInt64(byte)
                    }
                }
                high |= UInt64(count) << 56
            } else {
                // Fowler, Noll and Vo's hash (FNV-1a).
                low = 0xCBF2_9CE4_8422_2325
                for part in [spelling.head, spelling.tail] {
                    for byte in part { low = (low ^ UInt64(byte)) &* 0x100_0000_01B3 }
                }
                high = 0xFF << 56
            }
        }

        /// Both words spread over 64 bits, the upper ones best.
        var hash: UInt64 {
            let mixed = (low ^ high &* 0xD6E8_FEB8_6659_FD93) &* 0x9E37_79B9_7F4A_7C15
            return (mixed ^ mixed >> 32) &* 0x9E37_79B9_7F4A_7C15
        }
    }

    private struct Slot {
        var key: Key
        /// Number + 1 of the symbol; 0 in a free slot.
        var symbol: UInt32
    }

    /// The spellings, one after the other.
    private var bytes: [UInt8] = []
    /// Where each spelling begins, and after the last where it ends.
    private var starts: [UInt32] = [0]
    private var slots: [Slot] = []
    private var shift: UInt64 = 0

    /// - Parameter capacity: how many symbols to make room for. More may follow.
    init(capacity: Int) {
        bytes.reserveCapacity(capacity * 9)
        starts.reserveCapacity(capacity + 1)
        resize(for: capacity)
    }

    var count: Int { starts.count - 1 }

    /// The number of a symbol, or nil.
    func find(_ spelling: Spelling) -> Int? {
        let symbol = slots[position(of: spelling, Key(spelling))].symbol
        return symbol == 0 ? nil : Int(symbol) - 1
    }

    /// The number of a symbol that is probably the one of number `guess`, which is looked at first: no
    /// hashing and no cache miss where symbols are asked for in the order of insertion.
    func find(_ spelling: Spelling, guess: Int) -> Int? {
        guess < count && isSymbol(UInt32(guess) + 1, spelling) ? guess : find(spelling)
    }

    /// Adds a symbol.
    /// - Returns: false if it was there before; then nothing changes.
    mutating func insert(_ spelling: Spelling) -> Bool {
        if count * 2 >= slots.count { resize(for: count * 2) }
        let key = Key(spelling)
        let position = position(of: spelling, key)
        guard slots[position].symbol == 0 else { return false }
        bytes.append(contentsOf: spelling.head)
        bytes.append(contentsOf: spelling.tail)
        starts.append(UInt32(bytes.count))
        slots[position] = Slot(key: key, symbol: UInt32(count))
        return true
    }

    func spelling(at index: Int) -> ArraySlice<UInt8> {
        bytes[Int(starts[index])..<Int(starts[index + 1])]
    }

    /// Where the symbol is, or the free slot where it would be put. At most half of the slots are taken.
    private func position(of spelling: Spelling, _ key: Key) -> Int {
        var position = Int(key.hash >> shift)
        while slots[position].symbol != 0 {
            if slots[position].key == key, key.isComplete || isSymbol(slots[position].symbol, spelling) {
                break
            }
            position = (position + 1) & (slots.count - 1)
        }
        return position
    }

    private func isSymbol(_ symbol: UInt32, _ spelling: Spelling) -> Bool {
        let own = self.spelling(at: Int(symbol) - 1)
        return own.count == spelling.head.count + spelling.tail.count && own.starts(with: spelling.head)
            && own.dropFirst(spelling.head.count).elementsEqual(spelling.tail)
    }

    private mutating func resize(for capacity: Int) {
        var bits: UInt64 = 4
        while 1 << bits < capacity * 2 { bits += 1 }
        let old = slots
        let empty = Slot(key: Key(Spelling(.init(start: nil, count: 0))), symbol: 0)
        slots = Array(repeating: empty, count: 1 << bits)
        shift = 64 - bits
        for slot in old where slot.symbol != 0 {
            var position = Int(slot.key.hash >> shift)
            while slots[position].symbol != 0 { position = (position + 1) & (slots.count - 1) }
            slots[position] = slot
        }
    }
}
