extension [Unicode.Scalar] {
    /// Rewrites the affected scalars: `replace` appends what one becomes, which may be nothing.
    ///
    /// Most texts need none of the repairs, so a text without an affected scalar is left alone, storage
    /// and all.
    mutating func rewrite(
        where isAffected: (Unicode.Scalar) -> Bool,
        replace: (Unicode.Scalar, inout [Unicode.Scalar]) -> Void
    ) {
        guard let start = firstIndex(where: isAffected) else { return }
        var result = Array(self[..<start])
        result.reserveCapacity(count)
        for scalar in self[start...] {
            if isAffected(scalar) { replace(scalar, &result) } else { result.append(scalar) }
        }
        self = result
    }

    /// The scalar at an index, or nil past the end.
    func at(_ index: Int) -> Unicode.Scalar? {
        index < count ? self[index] : nil
    }
}
