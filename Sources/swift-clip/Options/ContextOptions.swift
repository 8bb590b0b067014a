import ArgumentParser
import CLIPData
import CLIPEvaluation
import CLIPGradients

/// How context vectors are learned, and from which pictures.
struct ContextOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Pictures of each class to learn from.", valueName: "k"))
    var shots = 16

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Further pictures of each class to choose the best epoch by; learning stops when none gets better.",
            valueName: "k"))
    var validationShots = 0

    @Option(
        name: .customLong("init"),
        help: ArgumentHelp(
            "Words to begin with; \"a photo of a\" unless --context is given.", valueName: "words"))
    var start: String?

    @Option(
        name: .customLong("context"), parsing: .unconditional,
        help: ArgumentHelp(
            "Begin with so many random vectors instead of words; CoOp's authors take 16.", valueName: "m"))
    var count: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Passes over the pictures; 50, 100 or 200 by the number of shots, as CoOp's authors take them.",
            valueName: "n"))
    var epochs: Int?

    @Option(
        name: .customLong("lr"), parsing: .unconditional,
        help: ArgumentHelp("The learning rate, which falls along a cosine.", valueName: "rate"))
    var rate = 0.002

    @OptionGroup var drawing: SeedOptions
    var seed: UInt32 { drawing.seed }

    func validate() throws {
        if !(1...10_000).contains(shots) {
            throw ValidationError("--shots \(shots): give a number from 1 to 10000")
        }
        if !(0...10_000).contains(validationShots) {
            throw ValidationError("--validation-shots \(validationShots): give a number from 0 to 10000")
        }
        if let count, count < 1 { throw ValidationError("--context \(count): give a number from 1 on") }
        if count != nil, start != nil {
            throw ValidationError(
                "Give --context or --init, not both: words bring as many vectors as they have tokens.")
        }
        if let epochs, epochs < 1 { throw ValidationError("--epochs \(epochs): give a number from 1 on") }
        if !(rate > 0 && rate.isFinite) { throw ValidationError("--lr \(rate): give a number above 0") }
    }

    private static let usualStart = "a photo of a"

    var settings: ContextSettings {
        var settings = ContextSettings()
        settings.start = count.map { .random(count: $0) } ?? .words(start ?? Self.usualStart)
        settings.epochs = epochs ?? ContextSettings.epochs(forShots: shots)
        settings.rate = rate
        settings.seed = seed
        return settings
    }

    /// Chooses pictures of each class.
    /// - Parameter isOwn: whether those that are not chosen are to be reported on, so that some must be left.
    func examples(in data: LabelledEmbeddings, isOwn: Bool) throws -> ChosenExamples {
        let draw = try FewShot(
            labels: data.targets.map { $0.first ?? 0 }, shots: shots + validationShots, seed: seed,
            classes: data.classes)
        var chosen = ChosenExamples()
        for (place, index) in draw.indices.enumerated() {
            if place % draw.shots < shots {
                chosen.learning.append(index)
            } else {
                chosen.validation.append(index)
            }
        }
        if isOwn, draw.indices.count == data.ids.count {
            throw CommandFailure.failed(
                "\(DisplayNumber.count(draw.shots, "shot")) of each class are all pictures there are: none is left to "
                    + "report on; give fewer")
        }
        return chosen
    }
}

/// Which pictures are learned from.
struct ChosenExamples {
    /// Rows of the data.
    var learning: [Int] = []
    /// Rows of the data that choose the best epoch.
    var validation: [Int] = []
    /// What the user should know.
    var notes: [String] = []

    /// The pictures that were not chosen.
    func rest(of data: LabelledEmbeddings) -> LabelledEmbeddings {
        let chosen = Set(learning + validation)
        return data.selecting(data.ids.indices.filter { !chosen.contains($0) })
    }
}
