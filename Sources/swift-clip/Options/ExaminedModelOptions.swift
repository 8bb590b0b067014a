import ArgumentParser
import CLIP

/// What is given beside the name of a model that a command examines.
struct ExaminedModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The activation of a file of weights without a configuration beside it: quickgelu or gelu.",
            valueName: "name"))
    var activation: ActivationName?

    @OptionGroup var hub: HubOptions

    /// What is given beside the model's files.
    var loading: LoadingOptions { LoadingOptions(activation: activation?.activation, needs: []) }

    /// Loads a model, and says what no file said of it.
    func load(
        _ name: String, precision: Precision = .auto, _ console: Console
    ) async throws -> CLIPModel {
        var options = loading
        options.precision = precision
        let clip = try await Session.load(
            name, options: options, threads: nil, isOffline: hub.offline, console)
        for assumption in clip.assumptions { console.note(assumption) }
        return clip
    }
}
