extension [Unicode.Scalar] {
    /// Removes control characters that show nothing: ASCII's except white space, deprecated Arabic ones,
    /// the byte order mark, annotation marks and the object replacement character.
    mutating func removeControlCharacters() {
        rewrite(where: Self.isInvisibleControl) { _, _ in }
    }

    private static func isInvisibleControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFC: true
        default: false
        }
    }
}
