/// UTF-8 that was read in a wrong encoding, and on the way lost some of its bytes.
extension [UInt8] {
    private func at(_ index: Int) -> UInt8? { index < count ? self[index] : nil }

    // MARK: No-break spaces

    /// Turns spaces back into the bytes A0 that they were, where that makes UTF-8 of likely characters.
    mutating func restoreNoBreakSpaces() {
        guard indices.contains(where: { lengthWithSpace(at: $0) != nil }) else { return }
        restoreGraveWords()
        var index = 0
        while index < count {
            guard let length = lengthWithSpace(at: index) else {
                index += 1
                continue
            }
            for place in index..<index + length where self[place] == 0x20 { self[place] = 0xA0 }
            index += length
        }
    }

    /// A lone "Ã " was "à " once, of which the byte A0 and the space became one; but not where the two
    /// begin a Portuguese word such as "àquele".
    private mutating func restoreGraveWords() {
        var result: [UInt8] = []
        var index = 0
        while index < count {
            if self[index] == 0xC3, at(index + 1) == 0x20, !continuesPortugueseWord(at: index + 2) {
                result += [0xC3, 0xA0, 0x20]
                index += 2
            } else {
                result.append(self[index])
                index += 1
            }
        }
        self = result
    }

    private func continuesPortugueseWord(at index: Int) -> Bool {
        [" ", "quele", "quela", "quilo", "s "].contains { self[index...].starts(with: $0.utf8) }
    }

    /// The length of a sequence that would be UTF-8 with A0 for its space, if one begins here. Lead bytes
    /// that make unlikely characters are left out.
    private func lengthWithSpace(at index: Int) -> Int? {
        func isContinuation(_ place: Int) -> Bool { at(place).map { $0 & 0xC0 == 0x80 } ?? false }
        func isSpace(_ place: Int) -> Bool { at(place) == 0x20 }
        /// Neither NEXT LINE, which may be an ellipsis, nor what the space may be.
        func isOther(_ place: Int) -> Bool {
            isContinuation(place) && self[place] != 0x85 && self[place] != 0xA0
        }
        switch self[index] {
        case 0xC2, 0xC3, 0xC5, 0xCE, 0xD0, 0xD9: return isSpace(index + 1) ? 2 : nil
        case 0xE2 where isSpace(index + 1), 0xE3 where isSpace(index + 1): return isOther(index + 2) ? 3 : nil
        case 0xE0...0xE3: return isOther(index + 1) && isSpace(index + 2) ? 3 : nil
        case 0xF0:
            let places = index + 1...index + 3
            let spaces = places.count(where: isSpace)
            return spaces == 1 && places.count(where: isContinuation) == 2 ? 4 : nil
        default: return nil
        }
    }

    // MARK: Lost bytes

    /// Makes U+FFFD of each sequence in which lost bytes (1A, at most one of them "?") stand where UTF-8 has
    /// others, and of each other byte 1A.
    mutating func replaceLossySequences() {
        guard contains(where: { $0 == 0x1A || $0 == 0x3F }) else { return }
        var result: [UInt8] = []
        result.reserveCapacity(count)
        var index = 0
        while index < count {
            if let length = lossyLength(at: index) {
                result += [0xEF, 0xBF, 0xBD]
                index += length
            } else {
                result.append(self[index])
                index += 1
            }
        }
        self = result
    }

    private func lossyLength(at index: Int) -> Int? {
        let lead = self[index]
        switch lead {
        case 0x1A: return 1
        case 0xC2...0xDF:
            let isLost = at(index + 1) == 0x1A || (lead <= 0xC3 && at(index + 1) == 0x3F)
            return isLost ? 2 : nil
        case 0xE0...0xEF:
            if lead == 0xED, isLossySurrogatePair(at: index) { return 6 }
            return isLossy(index + 1...index + 2) ? 3 : nil
        case 0xF0...0xF4: return isLossy(index + 1...index + 3) ? 4 : nil
        default: return nil
        }
    }

    /// Bytes behind a lead, one of them lost or a question mark and the others not a question mark.
    private func isLossy(_ places: ClosedRange<Int>) -> Bool {
        guard places.upperBound < count else { return false }
        let bytes = self[places]
        return bytes.allSatisfy { $0 == 0x1A || $0 == 0x3F || $0 & 0xC0 == 0x80 }
            && bytes.contains { $0 & 0xC0 != 0x80 } && bytes.count { $0 == 0x3F } <= 1
    }

    /// A pair of surrogates, each written as three bytes, one or both of them without the last.
    private func isLossySurrogatePair(at index: Int) -> Bool {
        guard index + 5 < count, 0xA0...0xAF ~= self[index + 1], self[index + 3] == 0xED,
            0xB0...0xBF ~= self[index + 4]
        else { return false }
        let ends = [self[index + 2], self[index + 5]]
        return ends.allSatisfy { $0 == 0x1A || $0 == 0x3F || $0 & 0xC0 == 0x80 }
            && ends.contains { $0 & 0xC0 != 0x80 }
    }
}
