/// Whether a text looks as if it had been decoded in a wrong encoding: the rules of ftfy 6.3.1 for neighbours
/// that hardly any language has.
struct Badness {
    private typealias Classes = MojibakeScalar.Classes

    private let text: [Unicode.Scalar]
    private let classes: [Classes]

    /// Whether any rule finds something.
    static func isIn(_ text: [Unicode.Scalar]) -> Bool {
        // All rules have a character beyond ASCII.
        guard text.contains(where: { $0.value >= 0x80 }) else { return false }
        let badness = Badness(text: text, classes: MojibakeScalar.classes(of: text))
        return text.indices.contains { text[$0].value >= 0x80 && badness.isFound(around: $0) }
    }

    private init(text: [Unicode.Scalar], classes: [Classes]) {
        self.text = text
        self.classes = classes
    }

    /// Whether a rule matches whose first character beyond ASCII is at an index.
    private func isFound(around index: Int) -> Bool {
        classes[index].contains(.c1) || isPairFound(at: index) || isFoundBehindASCII(at: index)
            || isTripleFound(at: index) || isSequenceFound(at: index)
    }

    // MARK: Rules by class

    private static let punctuation: Classes = [.startPunctuation, .endPunctuation]
    private static let accented: Classes = [.lowerAccented, .upperAccented]
    private static let odd: Classes = [
        accented, .box, punctuation, .currency, .numeric, .law,
    ]

    private func isPairFound(at index: Int) -> Bool {
        let first = classes[index]
        let second = classes(at: index + 1)
        func pair(_ left: Classes, _ right: Classes) -> Bool {
            !first.isDisjoint(with: left) && !second.isDisjoint(with: right)
        }
        return pair([Self.odd, .bad], .bad)
            || pair(.bad, Self.odd)
            || pair(
                [.lowerAccented, .lowerCommon, .box, .endPunctuation, .currency, .numeric], .upperAccented)
            || pair([.box, .endPunctuation, .currency, .numeric], .lowerAccented)
            || pair([.lowerAccented, .box, .endPunctuation], .currency)
            || pair([.upperAccented, .box], [.numeric, .law])
            || pair([.currency, .numeric, .box], .startPunctuation)
            || pair(.box, [.kaomoji, .endPunctuation])
            || pair([Self.accented, .currency, .numeric, Self.punctuation, .law], .box)
    }

    private func isTripleFound(at index: Int) -> Bool {
        let first = classes[index]
        let second = classes(at: index + 1)
        let third = classes(at: index + 2)
        func triple(_ left: Classes, _ middle: Classes, _ right: Classes) -> Bool {
            !first.isDisjoint(with: left) && !second.isDisjoint(with: middle)
                && !third.isDisjoint(with: right)
        }
        if triple(
            [Self.accented, .box, .currency, .endPunctuation], .startPunctuation, .numeric)
            || triple(
                [Self.accented, .currency, .numeric, .box, .law], .endPunctuation, .startPunctuation)
        {
            return true
        }
        return !first.isDisjoint(with: Self.accented) && !second.isDisjoint(with: Self.punctuation)
            && scalar(at: index + 2).map { ScalarTraits($0).isWord } ?? false
    }

    /// Rules that begin with a letter, a space or the text's beginning before the character.
    private func isFoundBehindASCII(at index: Int) -> Bool {
        let own = classes[index]
        let next = classes(at: index + 1)
        let before = index > 0 ? text[index - 1] : nil
        let isBehindLetter = before.map { Self.isSmallLetter($0) || ("A"..."Z").contains($0) } ?? false
        let isBehindSmallLetter = before.map(Self.isSmallLetter) ?? false
        if isBehindLetter, !own.isDisjoint(with: [.lowerCommon, .upperCommon]), next.contains(.bad) {
            return true
        }
        if own.contains(.upperAccented) {
            if next.contains(.currency), let before, ScalarTraits(before).isSpace { return true }
            if isBehindSmallLetter, !next.isDisjoint(with: [.startPunctuation, .currency]) { return true }
        }
        // Capital A with circumflex or tilde, as which the bytes C2 and C3 show.
        guard text[index] == "\u{C2}" || text[index] == "\u{C3}" else { return false }
        if scalar(at: index + 1) == " " {
            if index == 0 || isBehindSmallLetter { return true }
            if let before, ScalarTraits(before).isSpace, index > 1, Self.isSmallLetter(text[index - 2]) {
                return true
            }
        }
        guard text[index] == "\u{C2}", let before else { return false }
        let follows = scalar(at: index + 1) == " " || !next.isDisjoint(with: Self.punctuation)
        let precedes =
            isBehindSmallLetter || [".", ",", "?", "!"].contains(before)
            || classes[index - 1].contains(.endPunctuation)
        return follows && precedes
    }

    // MARK: Rules by character

    private func isSequenceFound(at index: Int) -> Bool {
        let own = classes[index]
        let next = scalar(at: index + 1)
        let nextClasses = classes(at: index + 1)
        switch text[index].value {
        case 0x152, 0x153: return next.map { !Self.isSmallLetter($0) && !("A"..."Z").contains($0) } ?? false
        case 0xC2, 0xC3, 0xCE, 0xD0:
            if let next,
                Self.behindLatinLead.contains(next) || !nextClasses.isDisjoint(with: Self.punctuation)
            {
                return true
            }
        case 0xD7: return next == "²" || next == "³"
        case 0xD8, 0xD9:
            if isArabicPair(at: index), isArabicPair(at: index + 2) { return true }
        case 0xE0: return isNext(next, in: "²µ¹¼½¾")
        case 0x101: return next == "€"
        case 0x3B2: return next == "€" && isNext(scalar(at: index + 2), in: "™\u{A0}\u{386}\u{AD}®°")
        case 0x432: return next == "\u{402}"
        case 0x201A:
            let third = scalar(at: index + 2)
            if next == "\u{C4}" { return isNext(third, in: "ìîïòôúùû†°¢π") }
            return isNext(next, in: "âó") && isNext(third, in: "àä°ê")
        case 0x221A: return isNext(next, in: "±∂†≠®™´≤≥¥µø")
        case 0x2248: return next == "°" || next == "¢"
        default: break
        }
        if own.contains(.upperAccented), next == "°" { return true }
        return isLetterPairFound(at: index)
    }

    /// UTF-8 of Cyrillic or Greek, read as Windows-1251 or -1253.
    private func isLetterPairFound(at index: Int) -> Bool {
        let between: Classes = [.c1, .bad, Self.punctuation, .currency]
        let middle = scalar(at: index + 1)
        switch text[index].value {
        case 0x412, 0x413, 0x420, 0x421:
            if isNext(scalar(at: index + 2), in: "\u{412}\u{413}\u{420}\u{421}"),
                !classes(at: index + 1).isDisjoint(with: between) || isNext(middle, in: "°µ")
            {
                return true
            }
            // Windows-1251 on top of Latin-1, with a Latin letter near by.
            guard text[index...].starts(with: "\u{413}\u{45E}\u{412}\u{402}\u{412}".unicodeScalars),
                let any = scalar(at: index + 5), any != "\n", let last = scalar(at: index + 6)
            else { return false }
            return last == " " || Self.isSmallLetter(last) || ("A"..."Z").contains(last)
        case 0x392, 0x393, 0x39E, 0x39F:
            return isNext(scalar(at: index + 2), in: "\u{392}\u{393}\u{39E}\u{39F}")
                && (!classes(at: index + 1).isDisjoint(with: between) || middle == "°")
        default:
            return false
        }
    }

    /// UTF-8 of an Arabic letter, read as Windows-1252.
    private func isArabicPair(at index: Int) -> Bool {
        guard let lead = scalar(at: index), lead == "\u{D8}" || lead == "\u{D9}" else { return false }
        let second: Classes = [.common, .currency, .bad, .numeric, .startPunctuation]
        return !classes(at: index + 1).isDisjoint(with: second)
            || isNext(scalar(at: index + 1), in: "\u{178}\u{160}®°µ»")
    }

    // MARK: Looking around

    /// What Windows-1252 shows for bytes that often follow C2, C3, CE and D0.
    private static let behindLatinLead: Set<Unicode.Scalar> = Set(
        "€œŠš¢£Ÿž\u{A0}\u{AD}®©°·»–—´\u{A1}".unicodeScalars)

    private static func isSmallLetter(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) }

    private func isNext(_ scalar: Unicode.Scalar?, in characters: String) -> Bool {
        scalar.map(characters.unicodeScalars.contains) ?? false
    }

    private func scalar(at index: Int) -> Unicode.Scalar? { text.at(index) }

    private func classes(at index: Int) -> Classes { index < classes.count ? classes[index] : [] }
}
