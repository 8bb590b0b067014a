/// How a checkpoint names its tensors.
///
/// The canonical names are OpenCLIP's, which are OpenAI's: `visual.…`, `transformer.…`, `logit_scale`.
/// Every other layout is a table in a file of its own, read in both directions.
public enum Naming: String, Sendable, Hashable, CaseIterable {
    /// OpenCLIP's and OpenAI's names, those of the text tower with or without `text.` before them.
    case openCLIP
    /// The names of Hugging Face transformers' `CLIPModel`.
    case huggingFace

    /// Where a file's tensor belongs.
    public struct Place: Hashable, Sendable {
        /// The tensor that it is, or is a part of.
        public let canonicalName: String
        /// Which part, from 0; parts follow one another along the first axis.
        public let part: Int
        /// How many parts there are.
        public let partCount: Int
        /// Whether the file has the two axes the other way round.
        public let isTransposed: Bool

        init(_ canonicalName: String, part: Int = 0, of partCount: Int = 1, isTransposed: Bool = false) {
            self.canonicalName = canonicalName
            self.part = part
            self.partCount = partCount
            self.isTransposed = isTransposed
        }
    }

    /// What training software puts before every name: parallel and compiled modules, and the classes that hold a
    /// model beside other things.
    private static let wrappers = ["module.", "_orig_mod.", "model.", "clip."]

    /// The wrappers' words that all names begin with; empty where one has none.
    public static func wrapper(of names: some Collection<String>) -> String {
        guard let first = names.first else { return "" }
        var found = ""
        while let next = wrappers.first(where: { first.dropFirst(found.count).hasPrefix($0) }),
            names.allSatisfy({ $0.hasPrefix(found + next) })
        {
            found += next
        }
        return found
    }

    /// The layout that names show, by what they contain and not by what the file is called.
    public static func detect(_ names: some Sequence<String>) -> Naming {
        // Counters and positions stand in files of every layout.
        let isHuggingFace = names.contains { name in
            (name.hasPrefix("vision_model.") || name.hasPrefix("text_model.")) && !WeightStore.isBuffer(name)
        }
        return isHuggingFace ? .huggingFace : .openCLIP
    }

    /// Where the tensor of this name belongs; nil if a CLIP model has no such tensor.
    public func place(of fileName: String) -> Place? {
        switch self {
        case .openCLIP: OpenCLIPNaming.place(of: fileName)
        case .huggingFace: HuggingFaceNaming.place(of: fileName)
        }
    }

    /// What a file of this layout calls a canonical tensor: one name, or one for each part in order.
    public func fileNames(of canonicalName: String) -> [String] {
        switch self {
        case .openCLIP: [canonicalName]
        case .huggingFace: HuggingFaceNaming.fileNames(of: canonicalName)
        }
    }
}
