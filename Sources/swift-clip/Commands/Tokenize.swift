import ArgumentParser
import CLIP
import CLIPText

/// `swift-clip tokenize`: what the text tower is given.
struct Tokenize: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the tokens that a model sees for a text.",
        discussion: "Ids include the start and end tokens, without padding.")

    @Argument(help: "Texts.")
    var texts: [String] = []

    @Option(help: ArgumentHelp("A file with one text per line; \"-\" is standard input.", valueName: "file"))
    var file: String?

    @OptionGroup(title: "Texts") var textOptions: TextOptions
    @Option(
        help: ArgumentHelp(
            "Whose rules make tokens of texts: those of OpenAI, OpenCLIP or Hugging Face.",
            discussion: "Without it, those of the model's folder."))
    var rules: TextRules?

    @OptionGroup(title: "Output") var format: FormatOptions
    @OptionGroup(title: "Model") var modelOptions: ModelOptions
    @OptionGroup var talk: TalkOptions

    func validate() throws {
        if texts.isEmpty == (file == nil) {
            throw ValidationError("Give texts, or a file of texts with --file.")
        }
    }

    func run() async throws {
        let console = Console(quiet: talk.quiet)
        let session = try await Session(modelOptions, console, needs: .text)
        let texts = try file.map { try TextInputs.lines(of: $0) } ?? self.texts
        let tokenizer = (rules?.rules).map(session.clip.tokenizer.applying) ?? session.clip.tokenizer
        try TruncationNote(session, textOptions.onLong, tokenizer).check(texts)
        ScriptNote.check(texts, console)
        let positions = session.clip.contextLength
        var output = TokenizeOutput(format.format, console, positions: positions)
        try output.begin([
            (name: "model", value: .string(session.clip.name)),
            (name: "rules", value: .string(tokenizer.rules.rawValue)),
        ])
        for text in texts {
            if let signal = Interruption.signalNumber {
                try output.end(interrupted: true)
                throw CommandFailure.interrupted(by: signal)
            }
            let tokens = tokenizer.encode(text, contextLength: positions)
            try output.result(
                text, tokens, pieces: tokens.ids.map { tokenizer.token($0) ?? "?" })
        }
        try output.end(interrupted: false)
    }
}

/// Texts from a file.
enum TextInputs {
    /// The most bytes of a list of labels, templates or texts: some million lines. An endless device stops here.
    private static let largest = 64 << 20

    /// A list that the user named: pipes are fine.
    static func bytes(of path: RawPath) throws(FileError) -> [UInt8] {
        try WholeFile.read(path, atMost: largest, isInterrupted: Interruption.hasCome)
    }

    /// The lines of a file or, for "-", of standard input.
    static func lines(of argument: String) throws -> [String] {
        let path = RawPath(argument: argument)
        let bytes =
            try argument == "-"
            ? WholeFile.readStandardInput(atMost: largest, isInterrupted: Interruption.hasCome)
            : bytes(of: path)
        let lines = try TextLines.exact(bytes, name: path.text)
        guard !lines.isEmpty else { throw CommandFailure.failed("\(path.text) has no line of text") }
        return lines
    }
}
