import ArgumentParser

/// What happens with texts on their way into the model.
struct TextOptions: ParsableArguments {
    @Option(help: "What happens with a text that is longer than the model reads.")
    var onLong = LongTexts.truncate
}
