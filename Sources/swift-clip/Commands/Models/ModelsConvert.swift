import ArgumentParser
import CLIP
import CLIPWeights

extension Models {
    /// `swift-clip models convert`
    struct Convert: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a model as files of another layout or number type.",
            discussion: """
                The folder that is written holds the weights as safetensors, with configuration, preprocessing and \
                tokenizer; open_clip (local-dir:FOLDER) and transformers load it as it is. Numbers whose type stays \
                keep their bits; others are rounded to the nearest, ties to even, and one that is too large for its \
                new type is an error. The folder appears when it is whole. What cannot be written in the other \
                layout is refused: transformers has no class for CLIP's ResNets.
                """)

        @Argument(help: "The model, named as for --model.")
        var model: String

        @Argument(help: "The folder to write.")
        var output: String

        @Option(help: "The layout that is written.")
        var to: WrittenLayout

        @Option(help: "How numbers are stored; each as it is when left out.")
        var dtype: WeightType?

        @Flag(help: "Replace the model that lies in the output folder.")
        var overwrite = false

        @OptionGroup(title: "Output") var format: FormatOptions
        @OptionGroup var examined: ExaminedModelOptions
        @OptionGroup var talk: TalkOptions

        func run() async throws {
            let console = Console(quiet: talk.quiet)
            let output = try FolderName.checked(output)
            let source = try await examined.load(model, console)
            let conversion = try ModelConversion(source, to: to.layout, storing: dtype?.element)
            let files = try conversion.write(to: output, replacing: overwrite) { Interruption.hasCome() }
            let written = try await CLIPModel.load(
                .folder(output), options: LoadingOptions(needs: []))
            for remark in conversion.remarks { console.note(remark) }
            let report = ConversionReport(
                output: output, layout: to, files: files, space: written.space(remembering: .standard()),
                differences: source.space(remembering: .standard()).differences(
                    from: written.space(remembering: .standard())))
            try report.print(format.format, console)
        }
    }
}

/// A layout that can be written.
enum WrittenLayout: String, ExpressibleByArgument, CaseIterable {
    /// OpenCLIP's: `open_clip_config.json`.
    case openclip
    /// Hugging Face transformers': `config.json`.
    case hf

    var layout: ModelConversion.Layout { self == .openclip ? .openCLIP : .huggingFace }
}

/// A type that weights can be written in.
enum WeightType: String, ExpressibleByArgument, CaseIterable {
    case f32
    case f16
    case bf16

    var element: ElementType {
        switch self {
        case .f32: .float32
        case .f16: .float16
        case .bf16: .bfloat16
        }
    }
}

/// The name of a folder that is to be written.
enum FolderName {
    /// - Throws: `CommandFailure` for what is no name.
    static func checked(_ argument: String) throws(CommandFailure) -> String {
        let path = RawPath(argument: argument)
        guard !path.bytes.isEmpty, path.isUTF8 else {
            throw .usage("the output folder needs a name, in UTF-8")
        }
        return path.text
    }
}

extension ConversionError: ReportedError {}
