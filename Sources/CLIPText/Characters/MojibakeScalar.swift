import CCLIPVocabulary

/// What the repair of mojibake knows of a scalar beyond ASCII.
struct MojibakeScalar {
    /// Kinds of characters that rules name together.
    struct Classes: OptionSet {
        let rawValue: UInt32

        init(rawValue: UInt32) { self.rawValue = rawValue }

        private init(_ bit: Int) { rawValue = UInt32(bit) }

        static let c1 = Self(cclip_mojibake_c1)
        /// Hardly ever meant.
        static let bad = Self(cclip_mojibake_bad)
        static let law = Self(cclip_mojibake_law)
        static let currency = Self(cclip_mojibake_currency)
        static let startPunctuation = Self(cclip_mojibake_start_punctuation)
        static let endPunctuation = Self(cclip_mojibake_end_punctuation)
        static let numeric = Self(cclip_mojibake_numeric)
        /// Accented letters that faces are made of, so that odd neighbours say less.
        static let kaomoji = Self(cclip_mojibake_kaomoji)
        static let upperAccented = Self(cclip_mojibake_upper_accented)
        static let lowerAccented = Self(cclip_mojibake_lower_accented)
        /// Letters of Greek and Cyrillic, and thorn.
        static let upperCommon = Self(cclip_mojibake_upper_common)
        static let lowerCommon = Self(cclip_mojibake_lower_common)
        static let box = Self(cclip_mojibake_box)
        /// Frequent also where nothing is wrong.
        static let common = Self(cclip_mojibake_common)
        /// What an encoding shows for the first byte of UTF-8's sequences of two, three and four,
        static let firstOfTwo = Self(cclip_mojibake_first_of_2)
        static let firstOfThree = Self(cclip_mojibake_first_of_3)
        static let firstOfFour = Self(cclip_mojibake_first_of_4)
        /// for a byte behind it,
        static let continuation = Self(cclip_mojibake_continuation)
        /// and the part of those that seldom stand for themselves.
        static let strictContinuation = Self(cclip_mojibake_continuation_strict)
    }

    private let entry: cclip_mojibake_scalar

    /// Nil for ASCII and for scalars that no mojibake holds.
    init?(_ scalar: Unicode.Scalar) {
        guard scalar.value >= 0x80, ScalarTraits(scalar).isInMojibake else { return nil }
        var count = 0
        let table = UnsafeBufferPointer(start: cclip_mojibake_scalars(&count)!, count: count)
        let index = table.partitioningIndex { $0.scalar >= scalar.value }
        guard index < count, table[index].scalar == scalar.value else { return nil }
        entry = table[index]
    }

    var classes: Classes { Classes(rawValue: entry.classes) }

    /// The scalar's byte in an encoding, or nil.
    func byte(in encoding: SingleByteEncoding) -> UInt8? {
        let byte = withUnsafeBytes(of: entry.codes) { $0[encoding.rawValue] }
        return byte == 0 ? nil : byte
    }

    /// The classes of each scalar of a text.
    static func classes(of text: some Sequence<Unicode.Scalar>) -> [Classes] {
        text.map { scalar in
            // A space may be what is left of a no-break space, the byte A0.
            if scalar == " " { return .continuation }
            return MojibakeScalar(scalar)?.classes ?? []
        }
    }
}
