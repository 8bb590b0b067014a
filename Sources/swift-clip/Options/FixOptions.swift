import ArgumentParser

/// Putting pictures into the right class folders.
struct FixOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Show what the column fix of a file of --label-quality would move; nothing is measured.",
            valueName: "file.csv"))
    var applyFixes: String?

    @Flag(help: "With --apply-fixes: move the pictures, and write a list to undo it by.")
    var move = false

    @Flag(
        help: ArgumentHelp(
            "With --move: also by the list of a model that is wrong itself too often to doubt labels."))
    var despiteWeakModel = false

    func validate() throws {
        if despiteWeakModel, !move { throw ValidationError("--despite-weak-model belongs to --move.") }
        if move, applyFixes == nil { throw ValidationError("--move belongs to --apply-fixes FILE.") }
    }
}
