/// What is not the same after a conversion although every number is: what software decides by a folder's layout.
enum ConversionRemarks {
    static func all(from model: CLIPModel, to layout: ModelFolder.Layout) -> [String] {
        var remarks: [String] = []
        if model.folder.layout != layout {
            let name = layout == .huggingFace ? "Hugging Face" : "OpenCLIP"
            let rounds = layout == .huggingFace ? "down" : "to the nearest even number"
            let order = layout == .huggingFace ? "before" : "after"
            remarks += [
                "crops: \(name) rounds an odd margin \(rounds), so that some crops move by one pixel",
                "colours: \(name) converts pictures that are not RGB \(order) it resizes them",
            ]
            remarks.append(
                layout == .huggingFace
                    ? "texts: transformers' tokenizer neither repairs nor unescapes them; plain ones keep their tokens"
                    : "texts: OpenCLIP's tokenizer repairs and unescapes them; plain ones keep their tokens")
        }
        if layout == .openCLIP, !ConvertedTokenizer.isOpenAI(model.tokenizer) {
            remarks.append(
                "vocabulary: the model's own lies in the folder, but open_clip's package always takes OpenAI's"
            )
        }
        return remarks
    }
}
