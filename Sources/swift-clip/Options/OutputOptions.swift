import ArgumentParser

/// How much is said.
struct TalkOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "No notes and no progress; errors are still printed.")
    var quiet = false
}

/// How results are written.
struct FormatOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("How results are written.", valueName: "format"))
    var format = OutputFormat.table
}
