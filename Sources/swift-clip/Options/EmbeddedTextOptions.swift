import ArgumentParser

/// Texts that are embedded.
struct EmbeddedTextOptions: ParsableArguments {
    @Option(parsing: .upToNextOption, help: "Texts to embed instead of pictures.")
    var text: [String] = []

    @Option(help: ArgumentHelp("A file with one text per line; \"-\" is standard input.", valueName: "file"))
    var textsFile: String?
}
