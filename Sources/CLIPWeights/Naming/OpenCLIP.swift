/// OpenCLIP's state-dictionary names, the canonical ones.
enum OpenCLIPNaming {
    /// What the names of a CLIP model's tensors begin with, below any wrapper.
    private static let roots = [
        "visual.", "transformer.", "token_embedding.", "positional_embedding", "ln_final.",
        "text_projection", "logit_scale", "logit_bias",
    ]
    /// What training scripts and the class with a separate text tower put before the names.
    private static let wrappers = ["module.", "text."]

    static func place(of fileName: String) -> Naming.Place? {
        var name = Substring(fileName)
        for wrapper in wrappers where name.hasPrefix(wrapper) { name = name.dropFirst(wrapper.count) }
        guard roots.contains(where: name.hasPrefix) else { return nil }
        return Naming.Place(String(name))
    }
}
