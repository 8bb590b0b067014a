/// What happens to a text before it is cut into words: OpenCLIP's cleaning of kind `lower`.
enum TextCleaning {
    /// The text repaired as ftfy does, its character references resolved twice (once for texts that
    /// were escaped twice), white space collapsed, in lower case.
    static func clean(_ text: String) -> [Unicode.Scalar] {
        var scalars = TextRepair.repair(Array(text.unicodeScalars))
        scalars.unescapeHTML()
        scalars.unescapeHTML()
        scalars.collapseWhiteSpace()
        scalars.lowercase()
        return scalars
    }
}
