import ArgumentParser
import CLIP
import CLIPImages

/// `swift-clip doctor`: why a picture's embedding is what it is.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what is made of a picture, and why another tool makes something else of it.",
        discussion: """
            Shows the file as it was understood, how it is turned, resized and cropped, and the values that the \
            model sees. With --compare it tries out what another tool may have done otherwise, and ends with \
            status 1 unless both inputs agree within one of 256 levels.
            In Python: numpy.save("theirs.npy", preprocess(image).numpy())
            """)

    @Argument(help: "A picture; \"-\" is a picture on standard input.")
    var image: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write the model's input as a picture (.png).", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Compare with another tool's input (.npy): [3, H, W], [1, 3, H, W] or [H, W, 3].",
            valueName: "file"))
    var compare: String?

    @Option(help: ArgumentHelp("How the findings are written.", valueName: "format"))
    var format = ReportFormat.table

    @OptionGroup(title: "Pictures") var pictureOptions: PictureOptions
    @OptionGroup(title: "Model") var modelOptions: ModelOptions
    @OptionGroup var talk: TalkOptions

    func validate() throws {
        if let output, RawPath(argument: output).lowercasedExtension != "png" {
            throw ValidationError("--output \(output): the name must end in .png")
        }
        if let compare, RawPath(argument: compare).lowercasedExtension != "npy" {
            throw ValidationError("--compare \(compare): the name must end in .npy, as numpy.save gives it")
        }
    }

    func run() async throws {
        let console = Console(quiet: talk.quiet)
        let session = try await Session(
            modelOptions, console, needs: .vision, imageSize: pictureOptions.imageSize)
        let path = RawPath(argument: image)
        if let output { try Overwriting.check(path, by: RawPath(argument: output)) }
        let examination = PictureExamination(path, session, pictureOptions)
        let written = DoctorOutput(format, console, session.clip.name, pictureOptions)
        let picture: ExaminedPicture
        do {
            picture = try examination.picture.get()
        } catch {
            // What is known of a file that is refused may tell why.
            try written.write(examination.facts, of: path, failure: error.reason)
            throw CommandFailure.failed("\(path.text): \(error.reason)")
        }
        var comparison: (path: RawPath, array: NpyArray, diagnosis: InputDiagnosis)?
        if let compare {
            let path = RawPath(argument: compare)
            let array = try NpyArray(path)
            comparison = (path, array, try picture.compared(with: array, at: path))
        }
        if let output { try ReplacedFile.write([picture.png()], to: RawPath(argument: output)) }
        try written.write(picture, of: path, comparison, crop: output.map(RawPath.init(argument:)))
        if let comparison, !comparison.diagnosis.isEqual { throw CommandFailure.allFailed }
    }
}
