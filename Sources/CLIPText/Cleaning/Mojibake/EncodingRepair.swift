extension [Unicode.Scalar] {
    /// Repairs text that was decoded in a wrong encoding, once or several times, as ftfy's `fix_encoding`
    /// does: only where it looks wrong, and only where what comes out is UTF-8.
    mutating func repairEncoding() {
        while let repaired = encodingRepairedOnce(), repaired != self { self = repaired }
    }

    /// One step of the repair, or nil if there is nothing to repair.
    private func encodingRepairedOnce() -> [Unicode.Scalar]? {
        guard Badness.isIn(self) else { return nil }
        for encoding in SingleByteEncoding.allCases {
            guard var bytes = encoding.encode(self) else { continue }
            encoding.restore(&bytes)
            if let text = UTF8Variants.decode(bytes) { return text }
        }
        if let text = inconsistentUTF8Decoded(), text != self { return text }
        // What is left are C1 controls, which nobody means.
        var text = self
        text.replaceC1Controls()
        return text
    }

    /// Repairs each part that is probably UTF-8 in another encoding by itself, where the parts of the text
    /// do not agree on one. Nil if there is no such part.
    private func inconsistentUTF8Decoded() -> [Unicode.Scalar]? {
        let classes = MojibakeScalar.classes(of: self)
        var result: [Unicode.Scalar] = []
        var found = false
        var index = 0
        while index < count {
            // Behind what may be the rest of a garbled character nothing new begins.
            let follows = index > 0 && classes[index - 1].contains(.strictContinuation)
            let end = follows ? index : Self.endOfSequences(in: classes, from: index)
            guard end > index else {
                result.append(self[index])
                index += 1
                continue
            }
            found = true
            var part = Array(self[index..<end])
            // A part as long as the whole was looked at already.
            if part.count < count, Badness.isIn(part) { part.repairEncoding() }
            result += part
            index = end
        }
        return found ? result : nil
    }

    /// Where the characters end that look like sequences of UTF-8's bytes.
    private static func endOfSequences(in classes: [MojibakeScalar.Classes], from start: Int) -> Int {
        let leads: [(MojibakeScalar.Classes, Int)] = [
            (.firstOfTwo, 1), (.firstOfThree, 2), (.firstOfFour, 3),
        ]
        var end = start
        while end < classes.count {
            let match = leads.first { lead, length in
                classes[end].contains(lead) && end + length < classes.count
                    && classes[end + 1...end + length].allSatisfy { $0.contains(.continuation) }
            }
            guard let match else { break }
            end += 1 + match.1
        }
        return end
    }
}
