import ArgumentParser
import CLIP

/// Classifiers as files, and what is done with classified pictures.
struct ClassifierOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Keep the labels' vectors in a file (.safetensors).", valueName: "file"))
    var saveClassifier: String?

    @Option(help: ArgumentHelp("Classify by a file that --save-classifier wrote.", valueName: "file"))
    var classifier: String?

    @Option(help: ArgumentHelp("Classify by a head that \"probe --save\" wrote.", valueName: "file"))
    var probe: String?

    @Option(
        help: ArgumentHelp("Copy each picture into a folder named by its best label.", valueName: "folder"))
    var copyTo: String?

    @Flag(help: "Print the prompts that the labels become, and stop.")
    var printPrompts = false

    func validate() throws {
        guard let path = saveClassifier.map(RawPath.init(argument:)) else { return }
        if path.lowercasedExtension != "safetensors" || !path.isUTF8 {
            throw ValidationError("--save-classifier \(path.text): the name must end in .safetensors")
        }
    }

    /// The classifier from its file, or from labels.
    func classifier(
        _ labelOptions: LabelOptions, _ textOptions: TextOptions, _ answers: AnswerOptions,
        _ session: Session
    ) async throws -> ZeroShotClassifier {
        if let classifier {
            let path = RawPath(argument: classifier)
            let (classifier, warning) = try ClassifierFile.read(path, for: session.textOrigin)
            if let warning {
                if session.isStrict { throw CommandFailure.otherSpace("\(warning); refused by --strict") }
                session.console.say(warning)
            }
            if answers.independent, classifier.neutral == nil {
                throw CommandFailure.usage(
                    "\(path.text) has no neutral prompts: save it again with --independent")
            }
            return classifier
        }
        let (labels, prompts) = try labelOptions.resolve()
        for note in labels.notes { session.console.note(note) }
        let neutral = answers.independent ? NeutralPrompts.everyday : nil
        try TruncationNote(session, textOptions.onLong).check(
            try labels.labels.flatMap { try prompts.prompts(for: $0) })
        ScriptNote.check(labels.labels, session.console)
        return try await ZeroShotClassifier(
            model: session.clip, labels: labels.labels, prompts: prompts, neutral: neutral,
            vectors: session.textVectors)
    }

    /// Writes the classifier where the options say.
    func save(_ classifier: ZeroShotClassifier, _ session: Session) throws {
        guard let saveClassifier else { return }
        let path = RawPath(argument: saveClassifier)
        try ClassifierFile.write(classifier, origin: session.textOrigin, to: path)
        session.console.note("\(DisplayNumber.count(classifier.labels.count, "label")) kept in \(path.text)")
    }
}
