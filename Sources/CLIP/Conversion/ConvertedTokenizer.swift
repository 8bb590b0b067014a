internal import CLIPText
import CLIPWeights

/// The tokenizer's files of a converted folder.
enum ConvertedTokenizer {
    /// What describes a tokenizer in either layout.
    private static let names = [
        "vocab.json", "merges.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
    ]

    /// The files that the model has, byte by byte; for transformers, which brings no vocabulary along, also OpenAI's
    /// where the model has none.
    static func files(
        of model: CLIPModel, for layout: ModelConversion.Layout
    ) -> [(name: String, bytes: [UInt8])] {
        guard let text = model.configuration.text else { return [] }
        // What lies beside a file that is a model by itself need not belong to it.
        var files = model.folder.vocabulary == nil ? [] : model.folder.copies(of: names)
        let hasVocabulary = files.contains { $0.name == "vocab.json" || $0.name == "tokenizer.json" }
        // OpenCLIP's package has OpenAI's vocabulary itself.
        if !hasVocabulary, layout == .huggingFace || !isOpenAI(model.tokenizer) {
            files += [
                ("vocab.json", model.tokenizer.vocabularyFile), ("merges.txt", model.tokenizer.mergesFile),
            ]
        }
        if layout == .huggingFace, !files.contains(where: { $0.name == "tokenizer_config.json" }) {
            files.append(
                ("tokenizer_config.json", Array(settings(text.contextLength).utf8)))
        }
        return files
    }

    /// Whether a tokenizer has OpenAI's vocabulary, by whichever rules.
    static func isOpenAI(_ tokenizer: Tokenizer) -> Bool {
        let openAI = Tokenizer.openAI()
        return tokenizer.vocabularySize == openAI.vocabularySize
            && tokenizer.mergedTokens == openAI.mergedTokens && tokenizer.mergesFile == openAI.mergesFile
    }

    private static func settings(_ contextLength: Int) -> String {
        JSONText.object([
            (name: "tokenizer_class", value: .string("CLIPTokenizer")),
            (name: "model_max_length", value: .integer(contextLength)),
        ]).indented
    }
}

extension ModelFolder {
    /// Those of the named files that the folder has.
    func copies(of names: [String]) -> [(name: String, bytes: [UInt8])] {
        names.compactMap { name in
            guard files.has(name), let file = try? files.open(name) else { return nil }
            return (name, file.copy())
        }
    }
}
