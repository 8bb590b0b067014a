import ArgumentParser
import CLIP
import CLIPWeights

/// The towers by what goes into them.
enum TowerName: String, ExpressibleByArgument, CaseIterable {
    /// Pictures.
    case image
    /// Texts.
    case text

    var tower: WeightStore.Tower { self == .image ? .vision : .text }
    var needs: Towers { self == .image ? .vision : .text }
}

/// What is measured, and how long.
struct BenchOptions: ParsableArguments {
    @Option(help: "What is encoded.")
    var tower = TowerName.image

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many are encoded together, one size after the other.", valueName: "numbers"))
    var batch = CommaList([1, 8, 32])

    @Option(
        help: ArgumentHelp(
            "Numbers that are computed with, one kind after the other: \(BenchOptions.precisions).",
            valueName: "names"))
    var precision = CommaList([PrecisionName.auto])

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Tokens of each text, with start and end; the whole context when left out.", valueName: "number"))
    var tokens: Int?

    @Option(parsing: .unconditional, help: "Rounds, of whose rates the median is taken.")
    var rounds = 5

    @Option(
        parsing: .unconditional,
        help: "How long each batch size is measured in a round; one batch is encoded at least.")
    var seconds = 0.5

    @Option(
        parsing: .unconditional,
        help: "Processor threads; as many as the machine allows when left out, and never more.")
    var threads: Int?

    @Flag(help: "Also measure each step on the way to a vector, and each of the network's words.")
    var stages = false

    @Option(
        help: ArgumentHelp(
            "Write what each thread did and when, as JSON for ui.perfetto.dev; measures stages, too.",
            valueName: "file"))
    var trace: String?

    private static let precisions = PrecisionName.allCases.map(\.rawValue).joined(separator: ", ")

    /// Whether anybody wants to know more than rates.
    var measuresStages: Bool { stages || trace != nil }

    func validate() throws {
        if let wrong = batch.elements.first(where: { !(1...4096).contains($0) }) {
            throw ValidationError("--batch \(wrong): give numbers from 1 to 4096")
        }
        if let tokens, tower == .image { throw ValidationError("--tokens \(tokens): pictures have none") }
        if let tokens, !(2...100_000).contains(tokens) {
            throw ValidationError("--tokens \(tokens): give a number from 2 to the context's length")
        }
        if !(1...1000).contains(rounds) {
            throw ValidationError("--rounds \(rounds): give a number from 1 to 1000")
        }
        if !(0...3600).contains(seconds) {
            throw ValidationError("--seconds \(seconds): give a number from 0 to 3600")
        }
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads \(threads): give a number from 1 to 1024")
        }
        if let trace, RawPath(argument: trace).lowercasedExtension != "json" {
            throw ValidationError("--trace \(trace): the name must end in .json")
        }
    }
}
