import CCLIPVocabulary

/// What a scalar is to the tokenizer and to the cleaning before it.
struct ScalarTraits {
    /// Where the tokenizer's pattern puts a scalar.
    enum Kind: Int {
        case other, letter, number, separator
    }

    private let bits: Int

    init(_ scalar: Unicode.Scalar) {
        bits = Int(cclip_traits(scalar.value))
    }

    /// Two bits, so every value is a kind.
    var kind: Kind { Kind(rawValue: bits & cclip_trait_kind)! }

    /// White space to Python's `str.split`.
    var isSpace: Bool { bits & cclip_trait_space != 0 }

    /// Cased and not case-ignorable.
    var isCased: Bool { bits & cclip_trait_cased != 0 }

    var isCaseIgnorable: Bool { bits & cclip_trait_case_ignorable != 0 }

    /// A decimal digit of any script.
    var isDigit: Bool { bits & cclip_trait_digit != 0 }

    /// Of the Latin script.
    var isLatin: Bool { bits & cclip_trait_latin != 0 }

    /// A letter, a number or an underscore to Python's `re`.
    var isWord: Bool { bits & cclip_trait_word != 0 }

    /// The kind by the expressions of Hugging Face's tokenizers, whose Unicode is older.
    var onigurumaKind: Kind { Kind(rawValue: (bits & cclip_trait_oniguruma_kind) >> 8)! }

    /// A text of such scalars alone is in normalisation form C, by anyone's tables.
    var isComposed: Bool { bits & cclip_trait_composed != 0 }

    /// Has another lower case, by Python's tables or by Rust's.
    var isLowered: Bool { bits & cclip_trait_lowered != 0 }

    /// Occurs in mojibake.
    var isInMojibake: Bool { bits & cclip_trait_mojibake != 0 }

    /// The value of the range that holds the scalar, or 0. Binary search.
    static func value(
        of scalar: Unicode.Scalar, in ranges: UnsafeBufferPointer<cclip_scalar_range>
    ) -> UInt32 {
        range(holding: scalar, in: ranges)?.value ?? 0
    }

    static func range(
        holding scalar: Unicode.Scalar, in ranges: UnsafeBufferPointer<cclip_scalar_range>
    ) -> cclip_scalar_range? {
        let index = ranges.partitioningIndex { $0.last >= scalar.value }
        guard index < ranges.count, ranges[index].first <= scalar.value else { return nil }
        return ranges[index]
    }
}

extension UnsafeBufferPointer {
    /// The first index whose element satisfies `belongs`, in a buffer where all that do come last.
    /// - Complexity: O(log *n*).
    func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
