import CCLIPVocabulary

/// What canonical composition looks up: by the tables of CPython 3.11 (Unicode 14), or by those of Hugging
/// Face's tokenizers, which are older.
enum CanonicalTables {
    case python, rust

    /// Canonical combining class (Unicode, section 3.11), 0 for most scalars.
    func combiningClass(of scalar: Unicode.Scalar) -> UInt32 {
        if scalar.value < 0x300 { return 0 }
        var count = 0
        if self == .rust {
            let differing = cclip_combining_in_rust(&count)!
            let range = ScalarTraits.range(
                holding: scalar, in: UnsafeBufferPointer(start: differing, count: count))
            if let range { return range.value }
        }
        let ranges = cclip_combining_classes(&count)!
        return ScalarTraits.value(of: scalar, in: UnsafeBufferPointer(start: ranges, count: count))
    }

    /// One step of canonical decomposition.
    func decomposition(of scalar: Unicode.Scalar) -> Replacement? {
        isWhole(scalar) ? nil : ScalarMappings.decomposition(of: scalar)
    }

    /// The scalar that two others compose to.
    func composition(of first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
        ScalarMappings.composition(of: first, second).flatMap { isWhole($0) ? nil : $0 }
    }

    /// Whether the tables know no parts of a scalar that the newer ones take apart.
    private func isWhole(_ scalar: Unicode.Scalar) -> Bool {
        guard self == .rust else { return false }
        var count = 0
        let ranges = cclip_whole_in_rust(&count)!
        return ScalarTraits.value(of: scalar, in: UnsafeBufferPointer(start: ranges, count: count)) != 0
    }
}
