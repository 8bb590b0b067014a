import ArgumentParser

/// What pictures are compared with.
struct ComparedOptions: ParsableArguments {
    @Option(parsing: .upToNextOption, help: "Texts to compare with.")
    var text: [String] = []

    @Option(parsing: .upToNextOption, help: "Pictures to compare with, instead of texts.")
    var image: [String] = []
}
