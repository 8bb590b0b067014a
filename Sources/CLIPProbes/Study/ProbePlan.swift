internal import CLIPData
public import CLIPNumerics

/// Which heads are fitted on how many examples.
public struct ProbePlan: Sendable {
    /// The heads.
    public var methods: [any HeadMethod]
    /// Examples of each class, ascending; nil means all there are.
    public var shots: [Int?]
    /// What random choices come from, one run each.
    public var seeds: [UInt32]

    /// The most examples of each class that settings are chosen by when few are learned from: those who learn from few
    /// have no more (Zhou et al. 2022, "CoOp").
    static let mostChecked = 4

    /// Puts a plan together.
    public init(methods: [any HeadMethod], shots: [Int?], seeds: [UInt32]) {
        precondition(!seeds.isEmpty, "no seed")
        (self.methods, self.shots, self.seeds) = (methods, shots, seeds)
    }

    /// The examples that a plan is carried out on.
    public struct Material: Sendable {
        /// To learn from, to choose settings by, and to judge by.
        public var training: LabelledFeatures, validation: LabelledFeatures, test: LabelledFeatures
        /// The classes' names.
        public var classes: [String]
        /// The classes' words; nil where there are none.
        public var text: TextClassifier?

        /// Puts examples together.
        public init(
            training: LabelledFeatures, validation: LabelledFeatures, test: LabelledFeatures,
            classes: [String], text: TextClassifier? = nil
        ) {
            (self.training, self.validation, self.test) = (training, validation, test)
            (self.classes, self.text) = (classes, text)
        }
    }

    /// Fits and judges all heads.
    /// - Parameters:
    ///   - material: what is learned from and judged by.
    ///   - compute: where products run.
    ///   - progress: is told of each head that was fitted; gets the run and its head.
    /// - Returns: the curves, in the methods' order.
    /// - Throws: ``ProbeError`` where a head cannot be fitted, or a class has fewer examples than shots.
    public func run(
        on material: Material, compute: Compute = .shared,
        progress: (_ head: FittedHead, _ method: String, _ shots: Int?, _ seed: UInt32) -> Void = {
            _, _, _, _ in
        }
    ) throws(ProbeError) -> [ProbeCurve] {
        for method in methods {
            try method.check(
                classes: material.training.classes, dimension: material.training.dimension)
        }
        var points = methods.map { _ in [ProbePoint]() }
        for shots in shots {
            let samples = try seeds.map { seed throws(ProbeError) in
                try Sample(material, shots: shots, seed: seed)
            }
            for (index, method) in methods.enumerated() {
                var runs: [ProbeRun] = []
                for (seed, sample) in zip(seeds, samples) {
                    if shots == nil, !method.isSeeded, !runs.isEmpty { break }
                    var task = sample.task
                    (task.text, task.compute) = (material.text, compute)
                    let fitted = try method.fit(task)
                    let logits = fitted.head.logits(of: material.test.features, compute: compute)
                    runs.append(
                        ProbeRun(
                            seed: seed,
                            scores: ProbeScores(
                                logits: logits, labels: material.test.labels, classes: material.test.classes),
                            settings: fitted.settings, training: sample.training,
                            validation: sample.validation,
                            note: fitted.note))
                    progress(fitted, method.name, shots, seed)
                }
                points[index].append(ProbePoint(shots: shots, runs: runs))
            }
        }
        return zip(methods, points).map { ProbeCurve(head: $0.name, points: $1) }
    }

    // What one seed draws.
    private struct Sample {
        let task: ProbeTask
        let training: [Int], validation: [Int]

        init(_ material: Material, shots: Int?, seed: UInt32) throws(ProbeError) {
            let (pool, checks) = (material.training, material.validation)
            guard let shots else {
                (training, validation) = (Array(0..<pool.count), Array(0..<checks.count))
                task = ProbeTask(
                    training: pool, validation: checks.count > 0 ? checks : nil, refits: true, seed: seed)
                return
            }
            do throws(DatasetError) {
                // Of those classes that there are examples of.
                let drawn = try FewShot(labels: pool.labels, shots: shots, seed: seed)
                training = drawn.indices
            } catch {
                let counts = pool.counts
                let smallest = counts.indices.filter { counts[$0] > 0 }.min { counts[$0] < counts[$1] }
                throw ProbeError(
                    smallest.map {
                        "\(shots) examples of each class: \"\(material.classes[$0])\" has \(counts[$0]) to learn from. Give "
                            + "--shots up to that, or leave the class out"
                    } ?? error.message)
            }
            let fewest = checks.counts.filter { $0 > 0 }.min() ?? 0
            let checked = min(shots, ProbePlan.mostChecked, fewest)
            let drawn = checked > 0 ? try? FewShot(labels: checks.labels, shots: checked, seed: seed) : nil
            validation = drawn?.indices ?? []
            task = ProbeTask(
                training: pool.selecting(training),
                validation: validation.isEmpty ? nil : checks.selecting(validation), seed: seed)
        }
    }
}
