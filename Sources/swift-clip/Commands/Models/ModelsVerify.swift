import ArgumentParser
import CLIP
import CLIPHub
import CLIPWeights

extension Models {
    /// `swift-clip models verify`
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read every byte of a model again, and say whether it is sound.",
            discussion: """
                Files in the hub's cache are compared with the digests that the hub gave for them, files that OpenAI \
                and OpenCLIP published elsewhere with the digests in their addresses. Then the model is loaded: form \
                of the files, name and shape of every tensor, that all numbers are finite and no matrix is all zeros, and that a \
                picture and a text have a vector. Status 1 if anything is wrong.
                """)

        @Argument(help: "A model, named as for --model.")
        var model: String

        @OptionGroup(title: "Output") var format: FormatOptions
        @OptionGroup var examined: ExaminedModelOptions

        func run() async throws {
            let console = Console(quiet: false)
            let found = try await ModelSeeker(isOffline: examined.hub.offline, console).find(model)
            var report = VerificationReport(model: model)
            for path in FileVerification.paths(of: found.source) {
                do throws(WeightError) {
                    let file = try FileVerification.verify(path) { Interruption.hasCome() }
                    if let file { report.files.append(file) }
                } catch {
                    report.failures.append(error.message)
                }
                if Interruption.hasCome() { throw CancellationError() }
            }
            var loaded: CLIPModel?
            do throws(ConfigurationError) {
                let clip = try await CLIPModel.load(
                    found.source, options: found.completing(examined.loading))
                report.parameters = clip.configuration.parameterCount
                loaded = clip
            } catch {
                report.failures.append(error.message)
            }
            report.failures += try await loaded?.faults() ?? []
            try report.print(format.format, console)
            if report.isWrong { throw CommandFailure.failed(report.summary) }
        }
    }
}
