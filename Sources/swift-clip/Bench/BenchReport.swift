import CLIP

/// What a run of `bench` found.
struct BenchReport {
    let model: String
    let tower: TowerName
    let threads: Int
    let instructionSet: String
    /// Operations of one input.
    let operations: OperationCount
    /// Tokens of one text; nil for pictures.
    let tokens: Int?
    let rounds: Int
    let seconds: Double
    var results: [BenchResult] = []
}

/// One precision and batch size.
struct BenchResult {
    let precision: String
    let batch: Int
    let rounds: [BenchRound]
    /// Operations that the architecture asks for, of one input.
    let operations: Int
    /// Operations per second on registers alone, of this precision's kind.
    let ceiling: Double
    /// The most memory that the process held until all of this precision's batches were done, in bytes.
    let peakMemory: Int?
    /// Empty where nobody asked.
    var stages: [StageTime] = []

    /// Inputs per second, the median of the rounds.
    var rate: Double { median(\.rate) }
    /// Floating point operations per second.
    var speed: Double { rate * Double(operations) }
    /// The part of the ceiling; nil where the processor has no such loop to measure.
    var share: Double? { ceiling > 0 ? speed / ceiling : nil }
    /// Page faults while one batch is encoded.
    var faults: Double { median(\.faults) }
    /// Processor seconds in a second.
    var cores: Double { median(\.cores) }

    private func median(_ value: (BenchRound) -> Double) -> Double {
        let values = rounds.map(value).sorted()
        let middle = values.count / 2
        guard !values.isEmpty else { return 0 }
        return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }
}

/// What one turn of a batch size gave.
struct BenchRound {
    /// Inputs per second.
    let rate: Double
    /// Page faults for each batch.
    let faults: Double
    /// Processor seconds in a second.
    let cores: Double
}
