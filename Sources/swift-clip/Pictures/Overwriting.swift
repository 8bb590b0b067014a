import CLIP

/// An output must not take the place of what it is made from.
enum Overwriting {
    /// What tells the files that a run writes, of those that are there before it.
    static func identities(of outputs: [RawPath]) -> Set<FileIdentity> {
        Set(outputs.compactMap { FileIdentity($0) })
    }

    /// The refusal of a picture that was found to be one of the outputs.
    static func refusal(of picture: RawPath, by output: RawPath) -> CommandFailure {
        .failed(
            "\(picture.text) is a picture of the list, and a file that \(output.text) is written to: give the output "
                + "another name")
    }

    /// - Throws: `CommandFailure` where both names are one file's.
    static func check(_ input: RawPath, by output: RawPath) throws(CommandFailure) {
        guard let file = FileIdentity(output), FileIdentity(input) == file else { return }
        throw .failed("\(output.text) is the picture \(input.text) itself; give the output another name")
    }
}
