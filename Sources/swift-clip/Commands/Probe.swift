import ArgumentParser
import CLIP
import CLIPData
import CLIPNumerics
import CLIPProbes
import CLIPReports

/// `swift-clip probe`: heads on frozen features, by how many examples they learn from.
struct ProbeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Learn from a few or all labelled pictures on frozen features.",
        discussion: """
            Heads learn from the data's part for training, choose their settings by the one for validation and are \
            judged on the one for testing; what is missing is split off by class, seed 0. A few examples are drawn \
            for each seed, and settings are then chosen by as many more, four of a class at most. Zero examples are \
            the classes' words alone.

            text-anchored begins at the words and is drawn back to them: unlike others it need not be worse than \
            they are with one or two examples. logistic is scikit-learn's LogisticRegression with C = 1/λ, λ swept \
            as in the paper (A.3). A saved head is used by classify --probe.
            """)

    @OptionGroup(title: "Data") var data: DatasetOptions
    @OptionGroup(title: "Heads") var options: ProbeOptions
    @OptionGroup(title: "Results") var pages: PageOptions
    @OptionGroup(title: "Prompts") var templates: TemplateOptions
    @OptionGroup(title: "Prompts") var textOptions: TextOptions
    @OptionGroup(title: "Inputs") var failures: FailureOptions
    @OptionGroup(title: "Pictures") var pictureOptions: PictureOptions
    @OptionGroup(title: "Pictures") var batch: BatchOptions
    @OptionGroup(title: "Model") var modelOptions: ModelOptions
    @OptionGroup var talk: TalkOptions

    func run() async throws {
        let console = Console(quiet: talk.quiet)
        let dataset = try data.open(console)
        try check(dataset)
        for path in [options.save, options.labelQuality].compactMap(\.self) {
            try WritableName.check(RawPath(argument: path))
        }
        let report = try pages.folder()
        let session = try await Session(
            modelOptions, console, needs: .vision, imageSize: pictureOptions.imageSize, precision: .f32)
        try checkFeatures(session)
        try await session.whole {
            session.noteRecipe(pictureOptions)
            let log = try FailureLog(console, failures)
            let run = ProbeRunner(session, self, dataset)
            let found = try await run.run(log)
            // Before any file: what took long is not lost where one cannot be written.
            let output = ProbeOutput(found, session, self)
            switch options.format {
            case .table: try output.writeTable()
            case .json: try output.writeJSON()
            }
            try console.flush()
            if let save = options.save, let probe = found.probe {
                let path = RawPath(argument: save)
                try ProbeFile.write(probe, origin: session.textOrigin, to: path)
                console.note("the head is kept in \(path.text)")
            }
            if let file = options.labelQuality {
                let compute = session.clip.compute
                let (pictures, seed) = (found.parts.all, options.seed)
                let doubtful = try await compute.perform {
                    Result { () throws(ProbeError) in
                        try DoubtfulLabels(pictures, seed: seed, compute: compute)
                    }
                }.get()
                try doubtful.write(to: RawPath(argument: file), console)
            }
            if let report {
                let facts = ReportWords.facts(
                    dataset: dataset.name, split: nil, model: session.clip.name, space: session.space.hex,
                    recipe: session.recipe(pictureOptions))
                try report.write(ProbeReport(found.study).page(facts: facts).files())
                console.note("report in \(report.page.text)")
            }
            try log.finish(nothing: "no pictures found")
        }
    }

    private func check(_ dataset: OpenedDataset) throws {
        if dataset.classes.isEmpty {
            throw ProbeError("\(dataset.name) has no labels: heads learn from labelled pictures")
        }
        if dataset.isMultiLabel {
            throw ProbeError(
                "\(dataset.name) has several labels per picture: these heads tell classes apart, one for each"
            )
        }
        if dataset.classes.count == 1 {
            throw ProbeError(
                "\(dataset.name) has one class only, \(dataset.classes[0].name): every answer would be right. Give data with "
                    + "more classes")
        }
    }

    private func checkFeatures(_ session: Session) throws {
        guard options.features.features.dimension(of: session.clip.configuration) == nil else { return }
        throw CommandFailure.usage(
            "--features \(options.features.rawValue): \(session.clip.name) has none, its pooling ends in its projection; take "
                + "--features projected")
    }
}
