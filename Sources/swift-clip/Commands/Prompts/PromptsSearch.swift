import ArgumentParser
import CLIP
import CLIPData
import CLIPEvaluation

extension PromptsCommand {
    /// `swift-clip prompts search`
    struct Search: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Find an ensemble of templates by a few pictures, and test it on the others.",
            discussion: """
                By labels: from a pool of candidates the template that raises accuracy most is added, at equal \
                accuracy the one that makes the labels likelier, until nothing improves; how many to take is decided \
                by cross-validation on the same few pictures; what does not beat the default template and OpenAI's 80 \
                there is not taken, and the better of those is kept. Without labels: templates whose largest logits, each \
                class's mean taken off, stand out (Allingham et al. 2023). Either way the result is compared with the \
                default template and OpenAI's 80 on pictures that the search never saw. A few pictures may mislead: \
                look at the intervals before you believe a gain.

                Data with parts are searched in the training part and tested in the test part.
                """)

        @OptionGroup(title: "Data") var data: DatasetOptions
        @OptionGroup(title: "Search") var search: SearchOptions
        @OptionGroup(title: "Search") var naming: NamingOptions
        @OptionGroup(title: "Texts") var textOptions: TextOptions
        @OptionGroup(title: "Intervals") var drawing: BootstrapOptions

        @Option(help: ArgumentHelp("How the result is written.", valueName: "format"))
        var format = ReportFormat.table

        @OptionGroup(title: "Inputs") var failures: FailureOptions
        @OptionGroup(title: "Pictures") var pictureOptions: PictureOptions
        @OptionGroup(title: "Pictures") var batch: BatchOptions
        @OptionGroup(title: "Model") var modelOptions: ModelOptions
        @OptionGroup var talk: TalkOptions

        func validate() throws {
            if naming.names.count > 1 {
                throw ValidationError("A search calls the classes in one way: give --names once.")
            }
        }

        func run() async throws {
            let console = Console(quiet: talk.quiet)
            let opened = try data.open(console)
            let classNames = try naming.namings(opened.classes)[0]
            for path in [search.output, search.saveShots].compactMap(\.self) {
                try WritableName.check(RawPath(argument: path))
            }
            let (candidates, notes) = try search.candidates()
            for note in notes { console.note(note) }
            let pool = try PromptSet(name: "pool", templates: candidates, naming: classNames)
            let session = try await Session(
                modelOptions, console, needs: .both, imageSize: pictureOptions.imageSize, precision: .f32)
            try await session.whole {
                session.noteRecipe(pictureOptions)
                try TruncationNote(session, textOptions.onLong).check(Array(pool.texts.joined()))
                let log = try FailureLog(console, failures)
                let pictures = try await pictures(opened, session, log)
                try await find(in: pool, by: pictures, classNames, opened.name, session)
                try log.finish(nothing: "no picture found")
            }
        }

        /// The pictures to search by and those to test with, from parts of the data or by drawing.
        private func pictures(
            _ opened: OpenedDataset, _ session: Session, _ log: FailureLog
        ) async throws -> SearchPictures {
            func features(_ part: String?) async throws -> LabelledEmbeddings {
                try await session.features(
                    of: opened, split: part, pictures: pictureOptions, batch: batch, log: log)
            }
            let part = try data.partToReport(opened, session.console)
            if let part, data.split == nil, let train = opened.split(for: .train), train != part {
                session.console.note("searched in the part \(train)")
                return try SearchPictures(
                    from: try await features(train), test: try await features(part), search,
                    seed: drawing.seed)
            }
            return try SearchPictures(from: try await features(part), test: nil, search, seed: drawing.seed)
        }

        private func find(
            in pool: PromptSet, by pictures: SearchPictures, _ classNames: ClassNaming, _ dataset: String,
            _ session: Session
        ) async throws {
            let (clip, seen, unseen) = (session.clip, pictures.seen, pictures.unseen)
            let (isUnlabelled, most) = (search.unlabelled, search.most)
            // For one search after the other; who leaves does not come back to it.
            nonisolated(unsafe) let texts = TextMemory(session.textVectors)
            let found: FoundPrompts = try await doOrLeave {
                if isUnlabelled {
                    .unlabelled(
                        try await UnlabelledSearch(
                            seen.embeddings, pool: pool, scale: clip.logitScale, compute: clip.compute
                        ) { try await texts.vectors(of: $0) })
                } else {
                    .labelled(
                        try await PromptSearch(
                            seen, pool: pool.templates, naming: classNames, scale: clip.logitScale,
                            most: most,
                            compute: clip.compute
                        ) { try await texts.vectors(of: $0) })
                }
            }
            let sets = try [
                ("photo", TemplateSet.photo.templates), ("openai80", TemplateSet.openai80.templates),
            ]
            .map { try PromptSet(name: $0.0, templates: $0.1, naming: classNames) }
            let own = try PromptSet(name: "found", templates: found.templates, naming: classNames)
            let bootstrap = Bootstrap(
                seed: drawing.seed, resamples: drawing.resamples, compute: clip.compute)
            let comparison: PromptComparison? =
                unseen.targets.allSatisfy(\.isEmpty)
                ? nil
                : try await doOrLeave {
                    try await PromptComparison(
                        unseen, sets: sets + [own], bootstrap: bootstrap, compute: clip.compute
                    ) { try await texts.vectors(of: $0) }
                }
            let output = SearchOutput(
                console: session.console, found: found, seen: seen.ids, seed: drawing.seed,
                shots: search.shots, comparison: comparison)
            switch format {
            case .table: try output.writeTables()
            case .json:
                try output.writeJSON(
                    session.origin(pictureOptions) + [(name: "dataset", value: .string(dataset))])
            }
            try session.console.flush()
            // Behind the result, which is not lost where a file cannot be written.
            try write(found, pictures, session.console)
        }

        private func write(
            _ found: FoundPrompts, _ pictures: SearchPictures, _ console: Console
        ) throws {
            let files = [
                (search.output, found.templates.map(\.text), "template"),
                (search.saveShots, pictures.seen.ids, "name"),
            ]
            for (name, lines, noun) in files {
                guard let path = name.map(RawPath.init(argument:)) else { continue }
                try ReplacedFile.write([Array(lines.map { $0 + "\n" }.joined().utf8)], to: path)
                console.note("\(DisplayNumber.count(lines.count, noun)) in \(path.text)")
            }
        }
    }
}
