import ArgumentParser
import CLIPText

/// What happens with texts on their way into the model.
struct TextOptions: ParsableArguments {
    @Option(help: "What happens with a text that is longer than the model reads.")
    var onLong = LongTexts.truncate
}

/// Whose rules make tokens of texts, as the command calls them.
enum TextRules: String, ExpressibleByArgument, CaseIterable {
    case openAI = "openai"
    case openCLIP = "open_clip"
    case huggingFace = "hf"

    var rules: Tokenizer.Rules {
        switch self {
        case .openAI: .openAI
        case .openCLIP: .openCLIP
        case .huggingFace: .huggingFace
        }
    }
}
