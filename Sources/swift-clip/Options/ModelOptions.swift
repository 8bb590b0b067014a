import ArgumentParser
import CLIP

extension Precision: ExpressibleByArgument {}

/// Which model answers, and on what.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A model's folder (OpenCLIP's or Hugging Face's layout), or \"pocket\", the small bundled model.",
            valueName: "folder"))
    var model = BundledName.pocket

    @Option(
        parsing: .unconditional,
        help: "Processor threads; as many as the machine allows when left out, and never more.")
    var threads: Int?

    @Option(help: "Numbers that are computed with; auto is f32.")
    var precision = Precision.auto

    @Flag(help: "Neither read nor keep text embeddings in the cache.")
    var noCache = false

    @Flag(help: "End with status 4 where vectors in a file were computed with another recipe.")
    var strict = false

    func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads \(threads): give a number from 1 to 1024")
        }
        if model.isEmpty { throw ValidationError("--model: name a model's folder") }
    }
}

/// The name by which the bundled model is asked for.
enum BundledName {
    /// A very small CLIP that comes with the command.
    static let pocket = "pocket"
}
