import ArgumentParser
import CLIP
import CLIPData
import CLIPEvaluation
import CLIPGradients

extension PromptsCommand {
    /// `swift-clip prompts learn`
    struct Learn: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Learn vectors in place of a template's words, from a few pictures of each class.",
            discussion: """
                Context optimisation (Zhou et al. 2022, "CoOp"): vectors that stand before every class's name are \
                changed step by step, through the frozen text tower, until the few labelled pictures are told apart \
                best. Pictures are embedded once, without augmentation.

                Accuracies are of pictures that the learning never saw: those of the test part (or the validation \
                part), or, where the data are not divided, all that were not chosen. The same seed chooses the same \
                pictures and learns the same bits. "classify --classifier FILE" takes what --save writes.
                """)

        @OptionGroup(title: "Data") var data: DatasetOptions
        @OptionGroup(title: "Learning") var learning: ContextOptions
        @Option(
            help: ArgumentHelp(
                "Keep classifier and context vectors in a file (.safetensors).", valueName: "file"))
        var save: String?
        @Option(help: ArgumentHelp("How the result is written.", valueName: "format"))
        var format = ReportFormat.table
        @OptionGroup(title: "Inputs") var failures: FailureOptions
        @OptionGroup(title: "Pictures") var pictureOptions: PictureOptions
        @OptionGroup(title: "Pictures") var batch: BatchOptions
        @OptionGroup(title: "Model") var modelOptions: ModelOptions
        @OptionGroup var talk: TalkOptions

        func validate() throws {
            guard let path = save.map(RawPath.init(argument:)) else { return }
            if path.lowercasedExtension != "safetensors" || !path.isUTF8 {
                throw ValidationError("--save \(path.text): the name must end in .safetensors")
            }
        }

        func run() async throws {
            let console = Console(quiet: talk.quiet)
            let data = try data.open(console)
            let labels = try labels(of: data)
            if let save { try WritableName.check(RawPath(argument: save)) }
            let session = try await Session(
                modelOptions, console, needs: .both, imageSize: pictureOptions.imageSize, precision: .f32)
            try await session.whole {
                session.noteRecipe(pictureOptions)
                // What cannot be learned shows before pictures are read.
                let learning = try ContextLearning(
                    model: session.clip, classes: labels, settings: learning.settings)
                let log = try FailureLog(console, failures)
                let parts = try await parts(of: data, session, log)
                let chosen = try self.learning.examples(in: parts.source, isOwn: parts.report == nil)
                for note in chosen.notes { console.note(note) }
                let report = parts.report ?? chosen.rest(of: parts.source)
                let learned = try await learn(learning, parts.source, chosen, console)
                noteSlowness(of: learned, console)
                let zeroShot = try await ZeroShotClassifier(
                    model: session.clip, labels: labels, prompts: .set(.photo), neutral: nil,
                    vectors: session.textVectors)
                let output = LearnOutput(
                    console: console, data: data.name, options: self.learning, chosen: chosen,
                    source: parts.source, learned: learned,
                    zeroShot: Self.accuracy(zeroShot.vectors, report),
                    learnedAccuracy: Self.accuracy(learned.classVectors, report), reported: parts.name,
                    nearest: await session.clip.nearestTokens(to: learned.vectors))
                try output.write(format, origin: session.origin(pictureOptions))
                // Behind the result, which is not lost where the file cannot be written.
                if let save {
                    let path = RawPath(argument: save)
                    try learned.write(
                        to: path, labels: labels, origin: session.textOrigin, model: session.clip)
                    console.note("classifier and context vectors kept in \(path.text)")
                }
                try log.finish(nothing: "no picture of \(data.name) could be read")
            }
        }

        /// One name for each class; two classes with one name could not be told apart.
        private func labels(of data: OpenedDataset) throws -> [String] {
            guard !data.isMultiLabel else {
                throw CommandFailure.failed(
                    "\(data.name): pictures with several labels have no single class to learn")
            }
            var seen: [String: String] = [:]
            return try data.classes.map { label in
                let name = label.names[0]
                // The text tower reads no capitals, and "_" as a space.
                if let other = seen.updateValue(
                    label.name, forKey: name.replacing("_", with: " ").lowercased())
                {
                    throw CommandFailure.failed(
                        "the classes \"\(other)\" and \"\(label.name)\" are both called \"\(name)\": give them other names "
                            + "with --classnames")
                }
                return name
            }
        }

        /// The vectors to choose from, and those to report on where they are another part.
        private func parts(
            of data: OpenedDataset, _ session: Session, _ log: FailureLog
        ) async throws -> (source: LabelledEmbeddings, report: LabelledEmbeddings?, name: String) {
            func features(_ split: String?) async throws -> LabelledEmbeddings {
                let all = try await session.features(
                    of: data, split: split, pictures: pictureOptions, batch: batch, log: log)
                let labelled = all.targets.indices.filter { !all.targets[$0].isEmpty }
                guard labelled.count < all.ids.count else { return all }
                session.console.note(
                    "\(DisplayNumber.count(all.ids.count - labelled.count, "picture")) without a label left out"
                )
                return all.selecting(labelled)
            }
            let reported =
                self.data.split == nil ? data.split(for: .test) ?? data.split(for: .validation) : nil
            guard self.data.split == nil, let train = data.split(for: .train), let reported else {
                let split = try self.data.split.map { try data.split(named: $0) }
                return (try await features(split), nil, "pictures that were not chosen")
            }
            session.console.note("chosen from the part \(train), reported on \(reported)")
            return (try await features(train), try await features(reported), "part \(reported)")
        }

        private func learn(
            _ learning: ContextLearning, _ source: LabelledEmbeddings, _ chosen: ChosenExamples,
            _ console: Console
        ) async throws -> LearnedContext {
            func examples(_ places: [Int]) -> ContextLearning.Examples {
                let part = source.selecting(places)
                return (part.embeddings, part.targets.map { $0.first ?? 0 })
            }
            let bar = ProgressBar(console, noun: "epoch")
            defer { bar.finish() }
            let validation = chosen.validation.isEmpty ? nil : examples(chosen.validation)
            return try await learning.learn(from: examples(chosen.learning), validation: validation) { _, _ in
                bar.advance(by: 1)
            }
        }

        /// How far a step goes depends on the model: the published rate is one for models with a logit scale of 100.
        private func noteSlowness(of learned: LearnedContext, _ console: Console) {
            guard let first = learned.epochLosses.first, let last = learned.epochLosses.last,
                last > 0.9 * first
            else { return }
            console.note(
                "the loss has hardly changed: a larger --lr, ten times \(self.learning.rate) for example, may learn more"
            )
        }

        /// Of equal cosines the first class counts.
        private static func accuracy(_ vectors: EmbeddingMatrix, _ data: LabelledEmbeddings)
            -> LearnOutput.Accuracy
        {
            let classifier = data.embeddings.products(with: vectors)
            let right = (0..<data.embeddings.rows).count { row in
                let cosines = classifier[row * vectors.rows..<(row + 1) * vectors.rows]
                var best = cosines.startIndex
                for place in cosines.indices where cosines[place] > cosines[best] { best = place }
                return data.targets[row].first == best - cosines.startIndex
            }
            return LearnOutput.Accuracy(right: right, of: data.embeddings.rows)
        }
    }
}
