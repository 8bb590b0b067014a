import CLIP

/// An output must not take the place of what it is made from.
enum Overwriting {
    /// - Throws: `CommandFailure` where both names are one file's.
    static func check(_ input: RawPath, by output: RawPath) throws(CommandFailure) {
        guard let file = FileIdentity(output), FileIdentity(input) == file else { return }
        throw .failed("\(output.text) is the picture \(input.text) itself; give the output another name")
    }
}
