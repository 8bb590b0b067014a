import ArgumentParser
import CLIP
import CLIPImages

/// `swift-clip preprocess`: what the vision tower is given.
struct Preprocess: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the tensor that a model sees for a picture.",
        discussion: "The file holds float32 of the shape [3, H, W], as NumPy reads it.")

    @Argument(help: "A picture; \"-\" is a picture on standard input.")
    var picture: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write (.npy).", valueName: "file"))
    var output: String

    @OptionGroup(title: "Pictures") var pictureOptions: PictureOptions
    @OptionGroup(title: "Model") var modelOptions: ModelOptions
    @OptionGroup var talk: TalkOptions

    func validate() throws {
        if RawPath(argument: output).lowercasedExtension != "npy" {
            throw ValidationError("--output \(output): the name must end in .npy")
        }
    }

    func run() async throws {
        let console = Console(quiet: talk.quiet)
        let session = try await Session(
            modelOptions, console, needs: .vision, imageSize: pictureOptions.imageSize)
        let reader = session.reader(pictureOptions)
        let path = RawPath(argument: picture)
        try Overwriting.check(path, by: RawPath(argument: output))
        let (outcome, crop) = reader.read(.picture(path))
        if case .failed(_, let reason) = outcome { throw CommandFailure.failed("\(path.text): \(reason)") }
        guard let crop else { return }
        let size = crop.width
        try NpyFile.write(
            planes(of: crop, by: reader.preprocessing), shape: [3, size, size],
            to: RawPath(argument: output))
        console.note("[3, \(size), \(size)] float32 in \(RawPath(argument: output).text)")
    }

    /// The normalised crop with each channel as one plane.
    private func planes(of crop: RGBImage, by preprocessing: Preprocessing) -> [Float] {
        let count = crop.width * crop.height
        var pixels = [Float](repeating: 0, count: count * 3)  // [H, W, 3]
        pixels.withUnsafeMutableBufferPointer { preprocessing.normalise(crop, into: $0) }
        return (0..<3).flatMap { channel in (0..<count).map { pixels[$0 * 3 + channel] } }  // [3, H, W]
    }
}
