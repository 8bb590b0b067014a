import ArgumentParser
import CLIPHub

extension Models {
    /// `swift-clip models path`
    struct Path: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the folder of a model in the cache.",
            discussion: "No connection is opened. Status 1 where the model is not there as a whole.")

        @Argument(help: "A model, named as for --model.")
        var model: String

        func run() async throws {
            let console = Console(quiet: false)
            let reference = try ModelSeeker.reference(model)
            if case .path(let path) = reference?.place {
                guard HubArgument.exists(path) else {
                    throw CommandFailure.failed("\(model): nothing is there")
                }
                try console.result(path + "\n")
            } else {
                let (reference, model) = try HubArgument.model(model)
                let seeker = ModelSeeker(isOffline: true, console)
                try await console.result(
                    seeker.snapshot(of: reference, model: model, pulling: false).folder + "\n")
            }
            try console.flush()
        }
    }
}
