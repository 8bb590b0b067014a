/// The names of Hugging Face transformers' `CLIPModel`, beside the canonical ones.
///
/// Differences apart from spelling: query, key and value projections are three tensors there and one
/// here; the two projections into the shared space are `[E, D]` there (a `Linear`) and `[D, E]` here.
enum HuggingFaceNaming {
    /// Tensors that occur once: theirs, ours.
    private static let single = [
        ("vision_model.embeddings.class_embedding", "visual.class_embedding"),
        ("vision_model.embeddings.patch_embedding.weight", "visual.conv1.weight"),
        ("vision_model.embeddings.position_embedding.weight", "visual.positional_embedding"),
        // Spelt so in every checkpoint.
        ("vision_model.pre_layrnorm.weight", "visual.ln_pre.weight"),
        ("vision_model.pre_layrnorm.bias", "visual.ln_pre.bias"),
        ("vision_model.post_layernorm.weight", "visual.ln_post.weight"),
        ("vision_model.post_layernorm.bias", "visual.ln_post.bias"),
        ("text_model.embeddings.token_embedding.weight", "token_embedding.weight"),
        ("text_model.embeddings.position_embedding.weight", "positional_embedding"),
        ("text_model.final_layer_norm.weight", "ln_final.weight"),
        ("text_model.final_layer_norm.bias", "ln_final.bias"),
        ("logit_scale", "logit_scale"),
        ("logit_bias", "logit_bias"),
    ]
    /// Tensors whose two axes are the other way round.
    private static let transposed = [
        ("visual_projection.weight", "visual.proj"),
        ("text_projection.weight", "text_projection"),
    ]
    /// The two stacks of blocks; a number follows.
    private static let stacks = [
        ("vision_model.encoder.layers.", "visual.transformer.resblocks."),
        ("text_model.encoder.layers.", "transformer.resblocks."),
    ]
    /// Tensors of one block; `weight` or `bias` follows.
    private static let block = [
        ("layer_norm1.", "ln_1."),
        ("self_attn.out_proj.", "attn.out_proj."),
        ("layer_norm2.", "ln_2."),
        ("mlp.fc1.", "mlp.c_fc."),
        ("mlp.fc2.", "mlp.c_proj."),
    ]
    /// Parts of one canonical tensor, in its order.
    private static let attention = ["self_attn.q_proj.", "self_attn.k_proj.", "self_attn.v_proj."]
    private static let joined = "attn.in_proj_"
    private static let kinds = ["weight", "bias"]

    static func place(of fileName: String) -> Naming.Place? {
        if let (_, ours) = single.first(where: { $0.0 == fileName }) { return Naming.Place(ours) }
        if let (_, ours) = transposed.first(where: { $0.0 == fileName }) {
            return Naming.Place(ours, isTransposed: true)
        }
        for (theirs, ours) in stacks {
            guard let (number, rest) = blockNumber(fileName, after: theirs) else { continue }
            for (prefix, replacement) in block where rest.hasPrefix(prefix) {
                let kind = String(rest.dropFirst(prefix.count))
                return kinds.contains(kind) ? Naming.Place("\(ours)\(number).\(replacement)\(kind)") : nil
            }
            for (part, prefix) in attention.enumerated() where rest.hasPrefix(prefix) {
                let kind = String(rest.dropFirst(prefix.count))
                return kinds.contains(kind)
                    ? Naming.Place("\(ours)\(number).\(joined)\(kind)", part: part, of: attention.count) : nil
            }
        }
        return nil
    }

    static func fileNames(of canonicalName: String) -> [String] {
        if let (theirs, _) = (single + transposed).first(where: { $0.1 == canonicalName }) { return [theirs] }
        for (theirs, ours) in stacks {
            guard let (number, rest) = blockNumber(canonicalName, after: ours) else { continue }
            for (replacement, prefix) in block where rest.hasPrefix(prefix) {
                return ["\(theirs)\(number).\(replacement)\(rest.dropFirst(prefix.count))"]
            }
            if rest.hasPrefix(joined) {
                return attention.map { "\(theirs)\(number).\($0)\(rest.dropFirst(joined.count))" }
            }
        }
        return [canonicalName]
    }

    /// Splits `prefix`, a number and a dot off a name.
    private static func blockNumber(_ name: String, after prefix: String) -> (Int, Substring)? {
        guard name.hasPrefix(prefix) else { return nil }
        let rest = name.dropFirst(prefix.count)
        guard let dot = rest.firstIndex(of: "."), let number = Int(rest[..<dot]),
            String(number) == rest[..<dot]
        else { return nil }
        return (number, rest[rest.index(after: dot)...])
    }
}
