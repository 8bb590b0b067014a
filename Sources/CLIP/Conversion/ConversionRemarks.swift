internal import CLIPText

/// What is not the same after a conversion although every number is: what software decides by a folder's layout.
enum ConversionRemarks {
    static func all(from model: CLIPModel, to layout: ModelConversion.Layout) -> [String] {
        let isHuggingFace = layout == .huggingFace
        let name = isHuggingFace ? "Hugging Face" : "OpenCLIP"
        var remarks: [String] = []
        let picture = model.folder.preprocessing
        if let picture, (picture.cropRounding == .floor) != isHuggingFace {
            let rounds = isHuggingFace ? "down" : "to the nearest even number"
            remarks.append(
                "crops: \(name) rounds an odd margin \(rounds), so that some crops move by one pixel")
        }
        if let picture, (picture.colourOrder == .convertFirst) != isHuggingFace {
            let order = isHuggingFace ? "before" : "after"
            remarks.append("colours: \(name) converts pictures that are not RGB \(order) it resizes them")
        }
        guard model.configuration.text != nil else { return remarks }
        switch (model.tokenizer.rules, layout) {
        case (.huggingFace, .huggingFace), (.openCLIP, .openCLIP): break
        case (.openAI, .openCLIP):
            remarks.append(
                "texts: typed names of the special tokens are other ones in OpenCLIP; all else is equal")
        case (.openAI, .huggingFace), (.openCLIP, .huggingFace):
            remarks.append(
                "texts: transformers' tokenizer neither repairs nor unescapes them; plain ones keep their tokens"
            )
        case (.huggingFace, .openCLIP):
            remarks.append(
                "texts: OpenCLIP's tokenizer repairs and unescapes them; plain ones keep their tokens")
        }
        if layout == .openCLIP, !ConvertedTokenizer.isOpenAI(model.tokenizer) {
            remarks.append(
                "vocabulary: the model's own lies in the folder, but open_clip's package always takes OpenAI's"
            )
        }
        return remarks
    }
}
