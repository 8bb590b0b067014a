import ArgumentParser

/// What decides everything that is drawn, the same in every command that draws.
struct SeedOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Seed of all that is drawn: the same seed draws the same.", valueName: "number"))
    var seed: UInt32 = 0
}

/// What intervals are drawn with.
struct BootstrapOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Resamples that the 95 % intervals come from; 0 for none.", valueName: "count"))
    var resamples = 1000

    @OptionGroup var drawing: SeedOptions
    var seed: UInt32 { drawing.seed }

    func validate() throws {
        if !(0...100_000).contains(resamples) {
            throw ValidationError("--resamples \(resamples): give a number from 0 to 100000")
        }
    }
}
