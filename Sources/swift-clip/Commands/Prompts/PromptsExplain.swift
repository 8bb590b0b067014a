import ArgumentParser
import CLIP
import CLIPEvaluation

extension PromptsCommand {
    /// `swift-clip prompts explain`
    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare wordings on one picture, and see what each word does.",
            discussion: """
                For each wording: the cosine of picture and text, the logit (exp(logit_scale) · cosine), and its \
                part of the softmax over the wordings given: how they share the picture among themselves, not how \
                likely each is to be true. Labels are compared within each template.

                Below stands how the cosine changes when a word is left out. A word whose loss lowers the cosine \
                (−) helps the match. A change says how this model reads this text, not what it sees in the picture.
                """)

        @Argument(help: "A picture; \"-\" is a picture on standard input.")
        var picture: String

        @Option(parsing: .upToNextOption, help: "Texts to compare with each other.")
        var text: [String] = []

        @OptionGroup(title: "Labels, instead of texts") var labelOptions: LabelOptions
        @OptionGroup(title: "Texts") var textOptions: TextOptions
        @Option(help: ArgumentHelp("How the result is written.", valueName: "format"))
        var format = ReportFormat.table
        @OptionGroup(title: "Pictures") var pictureOptions: PictureOptions
        @OptionGroup(title: "Model") var modelOptions: ModelOptions
        @OptionGroup var talk: TalkOptions

        func validate() throws {
            if text.isEmpty == !labelOptions.areGiven {
                throw ValidationError(
                    "Give either texts with --text, or labels with --labels and templates to put them in.")
            }
            if text.isEmpty, !labelOptions.nameLabels {
                throw ValidationError("No labels: give --labels cat,dog or --labels-file FILE.")
            }
        }

        func run() async throws {
            let console = Console(quiet: talk.quiet)
            let wordings = try wordings(console)
            let session = try await Session(
                modelOptions, console, needs: .both, imageSize: pictureOptions.imageSize, precision: .f32)
            try await session.whole {
                session.noteRecipe(pictureOptions)
                try TruncationNote(session, textOptions.onLong).check(wordings.map(\.text))
                ScriptNote.check(wordings.map(\.text), console)
                let (file, image) = try await encodedPicture(session)
                let vectors = session.textVectors
                let explanation = try await PromptExplanation(
                    image: image, wordings: wordings, scale: session.clip.logitScale,
                    bias: session.clip.logitBias ?? 0
                ) { texts in try await vectors.ensembles(texts.map { [$0] }) }
                let output = ExplainOutput(console: console, explanation: explanation, file: file)
                try output.write(format, origin: session.origin(pictureOptions))
            }
        }

        private func wordings(_ console: Console) throws -> [Wording] {
            guard text.isEmpty else { return text.map { Wording($0) } }
            let (labels, prompts) = try labelOptions.resolve()
            for note in labels.notes { console.note(note) }
            switch prompts {
            case .templates(let templates):
                return templates.flatMap { template in
                    labels.labels.map {
                        Wording(template.filled(with: $0), label: $0, template: template.text)
                    }
                }
            case .perClass:
                return try labels.labels.flatMap { label in
                    try prompts.prompts(for: label).map { Wording($0) }
                }
            }
        }

        private func encodedPicture(
            _ session: Session
        ) async throws -> (file: PictureFile, row: EmbeddingMatrix) {
            let reader = session.reader(pictureOptions)
            let (outcome, crop) = reader.read(.picture(RawPath(argument: picture)))
            guard case .read(let file) = outcome, let crop else {
                guard case .failed(let path, let reason) = outcome else {
                    throw CommandFailure.failed("\(picture): not read")
                }
                throw CommandFailure.failed("\(path.text): \(reason)")
            }
            let row = try await session.clip.encode(crops: [crop])
            guard row.hasDirection(0) else {
                throw CommandFailure.failed(CLIPModel.noVector(file.path.text))
            }
            return (file, row)
        }
    }
}
