import CLIP
import CLIPData
import CLIPEvaluation
import CLIPNumerics
import CLIPProbes

/// What `probe` found.
struct ProbeFindings {
    let study: ProbeStudy
    let parts: ProbeParts
    /// The head to be kept, if one is.
    let probe: Probe?
}

/// From a dataset to the heads on it.
struct ProbeRunner {
    private let session: Session
    private let command: ProbeCommand
    private let dataset: OpenedDataset

    init(_ session: Session, _ command: ProbeCommand, _ dataset: OpenedDataset) {
        (self.session, self.command, self.dataset) = (session, command, dataset)
    }

    /// Encodes what is not known, fits and judges.
    func run(_ log: FailureLog) async throws -> ProbeFindings {
        let options = command.options
        // What the classes' words are like shows before pictures are encoded, which may take long.
        let text = try await words()
        let methods = try methods(hasText: text != nil)
        let dimension = options.features.features.dimension(of: session.clip.configuration) ?? 0
        for method in methods { try method.check(classes: dataset.classes.count, dimension: dimension) }
        let parts = try await ProbeParts(dataset, judgedBy: command.data.split) { split in
            try await session.encoded(
                dataset, split: split, pictures: command.pictureOptions, batch: command.batch, log: log,
                normalised: false, taking: options.features.features
            ).features
        }
        let material = try parts.material(text)
        let plan = ProbePlan(
            methods: methods, shots: try shots(material),
            seeds: (0..<UInt32(options.seeds)).map { options.seed + $0 })
        let (curves, head) = try await fit(plan, material)
        let zeroShot = text.map { text in
            ProbeScores(
                logits: text.head.logits(of: material.test.features, compute: session.clip.compute),
                labels: material.test.labels, classes: material.test.classes)
        }
        let study = ProbeStudy(
            dataset: dataset.name, model: session.clip.name, features: options.features.features,
            classes: material.classes, division: parts.division,
            counts: (material.training.count, material.validation.count, material.test.count),
            zeroShot: zeroShot,
            curves: curves, notes: parts.notes + withoutWords(text))
        for note in study.notes { session.console.note(note) }
        for note in study.shortfalls { session.console.note(note) }
        let probe = head.map {
            Probe(
                head: $0, classes: material.classes, features: options.features.features,
                method: methods[0].name,
                dataset: dataset.name, shots: plan.shots.last ?? nil, seed: options.seed)
        }
        return ProbeFindings(study: study, parts: parts, probe: options.save == nil ? nil : probe)
    }

    // Off Swift's cooperative threads; also gives the first method's head with the last number of shots, first seed.
    private func fit(
        _ plan: ProbePlan, _ material: ProbePlan.Material
    ) async throws -> ([ProbeCurve], (any ProbeHead)?) {
        let compute = session.clip.compute
        let bar = ProgressBar(session.console, noun: "head")
        nonisolated(unsafe) let progress = bar
        let outcome = try await compute.performOrLeave {
            () -> Result<([ProbeCurve], (any ProbeHead)?), ProbeError> in
            var kept: (any ProbeHead)?
            do throws(ProbeError) {
                let curves = try plan.run(on: material, compute: compute) { fitted, method, shots, seed in
                    if method == plan.methods[0].name, shots == plan.shots.last, seed == plan.seeds[0] {
                        kept = fitted.head
                    }
                    progress.advance(by: 1)
                }
                return .success((curves, kept))
            } catch {
                return .failure(error)
            }
        }
        bar.finish()
        return try outcome.get()
    }

    private func words() async throws -> TextClassifier? {
        let clip = session.clip
        guard command.options.features == .projected, clip.configuration.text != nil else { return nil }
        var prompts = try command.templates.prompts()
        if !command.templates.areGiven, !dataset.templates.isEmpty {
            prompts = .templates(try dataset.templates.map { try PromptTemplate($0) })
        }
        let ensembles = try ClassEnsembles(dataset.classes, by: prompts)
        for note in ensembles.notes { session.console.note(note) }
        try TruncationNote(session, command.textOptions.onLong).check(ensembles.prompts.flatMap(\.self))
        ScriptNote.check(dataset.classes.flatMap(\.names), session.console)
        return TextClassifier(
            vectors: try await session.textVectors.ensembles(ensembles.prompts), scale: clip.logitScale)
    }

    private func withoutWords(_ text: TextClassifier?) -> [String] {
        guard text == nil else { return [] }
        return [
            command.options.features == .projected
                ? "\(session.clip.name) is an image tower alone: there is no zero-shot to compare with"
                : "words do not share \(command.options.features.rawValue) features: there is no zero-shot to compare with"
        ]
    }

    private func methods(hasText: Bool) throws(CommandFailure) -> [any HeadMethod] {
        guard let asked = command.options.heads?.elements else {
            return HeadName.usual.map(\.method).filter { hasText || !$0.needsText }
        }
        let methods = asked.map(\.method)
        if !hasText, let first = methods.first(where: \.needsText) {
            throw .usage(
                "--heads \(first.name): it starts from the classes' words, and needs a model with a text tower and --features "
                    + "projected")
        }
        return methods
    }

    private func shots(_ material: ProbePlan.Material) throws(CommandFailure) -> [Int?] {
        if let asked = command.options.shots?.elements {
            let counts = asked.compactMap(\.count)
            return Set(counts).sorted() + (counts.count < asked.count ? [nil] : [])
        }
        let fewest = material.training.counts.filter { $0 > 0 }.min() ?? 0
        let (fit, others) = (
            ShotCount.usual.filter { ($0.count ?? 0) <= fewest },
            ShotCount.usual.filter { ($0.count ?? 0) > fewest }
        )
        if let first = others.first?.count {
            session.console.note(
                "\(first) and more examples of each class are left out: the smallest class has "
                    + "\(fewest) to learn from")
        }
        return fit.map(\.count)
    }
}
