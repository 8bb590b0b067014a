import CLIP
import CLIPImages
import CLIPNumerics

/// Measures a model, precision after precision; within one the batch sizes take turns.
struct BenchRun {
    /// What threads did; nil where nobody asked.
    let timeline: Timeline?
    private let options: BenchOptions
    private let examined: ExaminedModelOptions
    private let found: ModelSeeker.Found
    private let compute: Compute
    /// Bytes of the pictures that were named, all sound.
    private let files: [[UInt8]]
    private let console: Console

    /// Finds the model and reads the pictures.
    init(
        model: String, _ examined: ExaminedModelOptions, _ options: BenchOptions, pictures: [RawPath],
        _ console: Console
    ) async throws {
        self.options = options
        self.examined = examined
        self.console = console
        timeline = options.measuresStages ? Timeline() : nil
        let cores = Compute.shared.threads
        compute = Compute(threads: min(options.threads ?? cores, cores), timeline: timeline)
        if let threads = options.threads, threads > cores {
            console.note(
                "--threads \(threads): this process may keep \(DisplayNumber.count(cores, "core")) busy")
        }
        found = try await ModelSeeker(isOffline: examined.hub.offline, console).find(model)
        files = try pictures.map { path in
            do {
                let bytes = try WholeFile.read(path, atMost: DecodingOptions().maximumFileBytes)
                _ = try DecodedImage(bytes: bytes, options: DecodingOptions())
                return bytes
            } catch let error as ImageError {
                throw CommandFailure.failed("\(path.text): \(error.message)")
            }
        }
    }

    /// All precisions and batch sizes.
    func measure() async throws -> BenchReport {
        var report: BenchReport?
        for precision in options.precision.elements {
            ProcessUsage.forgetPeak()
            let clip = try await load(precision)
            let tokens = try length(of: clip)
            let counted =
                tokens.map { clip.configuration.textOperations(tokens: $0) }
                ?? clip.configuration.pictureOperations
            guard let operations = counted else {
                throw CommandFailure.failed("\(clip.name) has no \(options.tower.rawValue) tower")
            }
            var results = try await rates(clip, tokens, operations.nominal)
            if options.measuresStages { try await addStages(of: clip, tokens, to: &results) }
            var extended =
                report
                ?? BenchReport(
                    model: clip.name, tower: options.tower, threads: compute.threads,
                    instructionSet: compute.instructionSet.rawValue, operations: operations, tokens: tokens,
                    rounds: options.rounds, seconds: options.seconds)
            extended.results += results
            report = extended
        }
        guard let report else { throw CommandFailure.failed("--precision names none") }
        return report
    }

    private func load(_ precision: PrecisionName) async throws -> CLIPModel {
        var loading = examined.loading
        loading.precision = precision.precision
        loading.needs = options.tower.needs
        return try await CLIPModel.load(found.source, options: found.completing(loading), compute: compute)
    }

    /// Tokens of each text; nil for pictures.
    private func length(of clip: CLIPModel) throws(CommandFailure) -> Int? {
        guard options.tower == .text else { return nil }
        let tokens = options.tokens ?? clip.contextLength
        guard tokens <= clip.contextLength else {
            throw .usage("--tokens \(tokens): \(clip.name) takes at most \(clip.contextLength)")
        }
        return tokens
    }

    // MARK: Rates

    private func rates(
        _ clip: CLIPModel, _ tokens: Int?, _ operations: Int
    ) async throws -> [BenchResult] {
        let batches = options.batch.elements
        let inputs = try BenchInputs(batches.max() ?? 1, options.tower, length: tokens, of: clip)
        // Warms up; a first call with few inputs keeps no packed weights.
        for batch in batches + batches { try await encode(batch, inputs, clip) }
        var ceiling = compute.measuredCeiling(clip.element)
        var rounds = batches.map { _ in [BenchRound]() }
        let bar = ProgressBar(console, noun: "round")
        bar.expect(options.rounds * batches.count)
        for number in 0..<options.rounds {
            for turn in batches.indices {
                // The first of a round finds the machine cooler or warmer than the others.
                let index = (turn + number) % batches.count
                rounds[index].append(try await round(batches[index], inputs, clip))
                bar.advance(by: 1)
            }
        }
        bar.finish()
        ceiling = max(ceiling, compute.measuredCeiling(clip.element))
        let peak = ProcessUsage.peakMemory
        return zip(batches, rounds).map { batch, rounds in
            BenchResult(
                precision: clip.recipe().precision, batch: batch, rounds: rounds, operations: operations,
                ceiling: ceiling, peakMemory: peak)
        }
    }

    private func round(_ batch: Int, _ inputs: BenchInputs, _ clip: CLIPModel) async throws -> BenchRound {
        let before = ProcessUsage.current
        let start = ContinuousClock.now
        var repeats = 0
        var seconds = 0.0
        repeat {
            try await encode(batch, inputs, clip)
            repeats += 1
            seconds = (ContinuousClock.now - start) / .seconds(1)
        } while seconds < options.seconds
        let after = ProcessUsage.current
        return BenchRound(
            rate: Double(batch * repeats) / seconds,
            faults: Double(after.faults - before.faults) / Double(repeats),
            cores: (after.processorTime - before.processorTime) / seconds)
    }

    private func encode(_ batch: Int, _ inputs: BenchInputs, _ clip: CLIPModel) async throws {
        if let signal = Interruption.signalNumber { throw CommandFailure.interrupted(by: signal) }
        switch options.tower {
        case .image: _ = try await clip.encode(crops: Array(inputs.crops.prefix(batch)))
        case .text: _ = try await clip.encode(tokens: Array(inputs.tokens.prefix(batch)))
        }
    }

    // MARK: Stages

    private func addStages(
        of clip: CLIPModel, _ tokens: Int?, to results: inout [BenchResult]
    ) async throws {
        guard let timeline, let timed = TimedModel(clip, options.tower.tower) else { return }
        for index in results.indices {
            let batch = results[index].batch
            let inputs = try stageInputs(batch, tokens, clip)
            let name = "\(clip.name), \(results[index].precision), batch \(batch)"
            _ = await timed.encode(inputs, name: name)  // packs weights and takes memory
            timeline.isRecording = true
            for _ in 0..<min(options.rounds, 5) {
                if let signal = Interruption.signalNumber { throw CommandFailure.interrupted(by: signal) }
                _ = await timed.encode(inputs, name: name)
            }
            timeline.isRecording = false
            results[index].stages = StageTime.inside(name, of: timeline.spans)
        }
    }

    private func stageInputs(
        _ batch: Int, _ tokens: Int?, _ clip: CLIPModel
    ) throws -> TimedModel.Inputs {
        if let tokens { return .texts(BenchInputs.sentences(batch, tokens: tokens)) }
        guard !files.isEmpty else {
            return .images(Array(repeating: try BenchInputs.photograph(), count: batch))
        }
        return .files((0..<batch).map { files[$0 % files.count] }, clip.preprocessing.decodingOptions)
    }
}
