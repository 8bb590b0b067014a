internal import CLIPWeights

/// Which files of a repository a model needs: its configuration, its vocabulary, and its weights in one form.
struct ModelFiles: Sendable, Hashable {
    /// Files of a few megabytes, the configuration first.
    let small: [String]
    /// The weights, or the index that names their parts.
    let weights: String
    /// Files that were wanted and that the repository does not have.
    let absent: [String]

    /// Whether the weights are an index, whose parts are needed as well.
    var isIndexed: Bool { weights.hasSuffix(".index.json") }

    private static let openCLIPConfiguration = "open_clip_config.json"
    // The names that a folder's weights are looked for by, safetensors first in each.
    private static let openCLIPWeights = [
        "open_clip_model.safetensors", "open_clip_pytorch_model.safetensors", "open_clip_pytorch_model.bin",
        "open_clip_pytorch_model.pt", "open_clip_pytorch_model.pth",
    ]
    private static let huggingFaceWeights = [
        "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin",
        "pytorch_model.bin.index.json",
        "pytorch_model.pt", "pytorch_model.pth", "model.pt", "model.pth",
    ]

    /// Chooses among a repository's files; nil if it holds no model that is understood.
    ///
    /// safetensors go before pickled archives, and OpenCLIP's description before Hugging Face's where both have the
    /// same form. `config.json` alone is any model's: it counts with a configuration for pictures beside it or, where
    /// OpenCLIP describes nothing, with a vocabulary.
    init?(among names: [String]) {
        let has = Set(names)
        let preprocessing = ["preprocessor_config.json", "processor_config.json"]
        let isOpenCLIP = has.contains(Self.openCLIPConfiguration)
        let hasVocabulary = Self.vocabulary(has, prefersPair: false).allSatisfy(has.contains)
        let isHuggingFace =
            has.contains("config.json")
            && (preprocessing.contains(where: has.contains) || !isOpenCLIP && hasVocabulary)
        // Where only one description is there, OpenCLIP's may lie beside weights of the plain name.
        let named = isOpenCLIP && !has.contains("config.json") ? Self.huggingFaceWeights : []
        var candidates: [(file: String, isOpenCLIP: Bool)] = []
        if isOpenCLIP { candidates += (Self.openCLIPWeights + named).map { ($0, true) } }
        if isHuggingFace { candidates += Self.huggingFaceWeights.map { ($0, false) } }
        let there = candidates.filter { has.contains($0.file) }
        let isSafe = { (file: String) in file.contains(".safetensors") }
        guard let chosen = there.first(where: { isSafe($0.file) }) ?? there.first else { return nil }
        self.weights = chosen.file
        var wanted: [String]
        if chosen.isOpenCLIP {
            wanted = [Self.openCLIPConfiguration] + Self.vocabulary(has, prefersPair: true)
        } else {
            wanted = ["config.json"] + (preprocessing.first(where: has.contains).map { [$0] } ?? [])
            wanted +=
                Self.vocabulary(has, prefersPair: false) + [
                    "tokenizer_config.json", "special_tokens_map.json",
                ]
        }
        small = wanted.filter(has.contains)
        // Python asks for safetensors first: it may know that there are none.
        absent =
            wanted.filter { !has.contains($0) }
            + (isSafe(chosen.file) ? [] : candidates.map(\.file).filter { isSafe($0) && !has.contains($0) })
    }

    /// The vocabulary in the form that is read first where a folder has several.
    private static func vocabulary(_ has: Set<String>, prefersPair: Bool) -> [String] {
        let pair = ["vocab.json", "merges.txt"]
        let hasPair = pair.allSatisfy(has.contains)
        return hasPair && (prefersPair || !has.contains("tokenizer.json")) ? pair : ["tokenizer.json"]
    }

    /// The parts that an index names; nil if it is not one, or names files elsewhere.
    static func parts(_ index: [UInt8]) -> [String]? {
        guard let document = try? index.withUnsafeBytes({ try JSONValue($0) }),
            case .object(let members) = document["weight_map"], !members.isEmpty
        else { return nil }
        var parts: Set<String> = []
        for member in members {
            guard case .string(let part) = member.value, RepositoryListing.isPlain(part),
                !part.utf8.contains(UInt8(ascii: "/"))
            else {
                return nil
            }
            parts.insert(part)
        }
        return parts.sorted()
    }
}
