/// What a `tokenizer.json` says about its steps, against what CLIP's tokenizer does. Anything else is refused by
/// name: ids would differ from those that the model was trained with.
enum TokenizerPipeline {
    /// The two forms of the expression that cuts words: since transformers 5 it has the special tokens' names.
    private static let expressions = [
        #"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"#,
        #"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"#,
    ]

    static func checkNormaliser(_ node: JSONNode) throws(TokenizerError) {
        let steps = try self.steps(of: node, in: "normalizer", list: "normalizers")
        let types = steps.map { $0["type"]?.string ?? "?" }
        guard types == ["NFC", "Replace", "Lowercase"], steps[1]["pattern"]?["Regex"]?.string == #"\s+"#,
            steps[1]["content"]?.string == " "
        else {
            throw TokenizerFile.unsupported(
                #"normalizer: \#(types.joined(separator: ", ")), where CLIP has NFC, Replace of \s+ by a "#
                    + "space, Lowercase")
        }
    }

    static func checkSplitting(_ node: JSONNode) throws(TokenizerError) {
        let steps = try self.steps(of: node, in: "pre_tokenizer", list: "pretokenizers")
        let types = steps.map { $0["type"]?.string ?? "?" }
        guard types == ["Split", "ByteLevel"] else {
            throw TokenizerFile.unsupported(
                "pre_tokenizer: \(types.joined(separator: ", ")), where CLIP has Split, ByteLevel")
        }
        let split = steps[0]
        guard let expression = split["pattern"]?["Regex"]?.string, expressions.contains(expression),
            split["behavior"]?.string == "Removed", split["invert"]?.bool == true
        else { throw TokenizerFile.unsupported("pre_tokenizer: Split has another pattern than CLIP's") }
        guard steps[1]["add_prefix_space"]?.bool == false, steps[1]["use_regex"]?.bool != false else {
            throw TokenizerFile.unsupported("pre_tokenizer: ByteLevel has other settings than CLIP's")
        }
    }

    /// - Returns: the ids of start and end, or nil if the file leaves them to their names.
    static func startAndEnd(_ node: JSONNode) throws(TokenizerError) -> (start: Int32, end: Int32)? {
        if case .null = node { return nil }
        guard node["type"]?.string == "RobertaProcessing" else {
            throw TokenizerFile.unsupported(
                "post_processor: \(node["type"]?.string ?? "?"), where CLIP has RobertaProcessing")
        }
        func id(_ name: String) -> Int32? {
            guard let pair = node[name]?.array, pair.count == 2, let id = pair[1].integer else { return nil }
            return (0..<PairTable.largestVocabulary).contains(id) ? Int32(id) : nil
        }
        guard let start = id("cls"), let end = id("sep") else {
            throw TokenizerFile.unsupported("post_processor: no ids of start (cls) and end (sep)")
        }
        return (start, end)
    }

    static func checkDecoder(_ node: JSONNode) throws(TokenizerError) {
        if case .null = node { return }
        guard node["type"]?.string == "ByteLevel" else {
            throw TokenizerFile.unsupported(
                "decoder: \(node["type"]?.string ?? "?"), where CLIP has ByteLevel")
        }
    }

    /// - Parameter node: the model without vocabulary and merges.
    static func checkModel(_ node: JSONNode) throws(TokenizerError) {
        let type = node["type"]?.string ?? "BPE"
        guard type == "BPE" else { throw TokenizerFile.unsupported("model: \(type), where CLIP has BPE") }
        guard node["end_of_word_suffix"]?.string == "</w>" else {
            throw TokenizerFile.unsupported(
                "model: words end in \"\(node["end_of_word_suffix"]?.string ?? "")\", where CLIP has </w>")
        }
        guard (node["continuing_subword_prefix"]?.string ?? "").isEmpty else {
            throw TokenizerFile.unsupported("model: it has a continuing_subword_prefix")
        }
        for name in ["byte_fallback", "ignore_merges"] where node[name]?.bool == true {
            throw TokenizerFile.unsupported("model: it has \(name)")
        }
        if let dropout = node["dropout"], dropout.number != 0 {
            throw TokenizerFile.unsupported("model: its dropout makes ids random")
        }
    }

    private static func steps(
        of node: JSONNode, in part: String, list: String
    ) throws(TokenizerError) -> [JSONNode] {
        guard node["type"]?.string == "Sequence", let steps = node[list]?.array else {
            throw TokenizerFile.unsupported(
                "\(part): \(node["type"]?.string ?? "none"), where CLIP has a Sequence")
        }
        return steps
    }
}
