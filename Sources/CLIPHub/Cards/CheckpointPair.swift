/// OpenCLIP's two names of a checkpoint, architecture and tag, in any of the spellings that tools have for them.
///
/// `ViT-B-32/openai`, `ViT-B-32:openai` (open_clip), `ViT-B-32,openai` (CLIP_benchmark), `ViT-B-32::openai`
/// (clip-as-service), `ViT-B-32__openai` (Immich).
struct CheckpointPair {
    let architecture: String
    let tag: String

    /// Nil if `name` is no pair. One part with a slash in it is kept whole: `ViT-B/32:openai`.
    init?(_ name: String) {
        for separator in ["::", "__", ":", ",", "/"] {
            let parts = Self.split(name, atLast: separator)
            guard let parts, !parts.0.isEmpty, !parts.1.isEmpty else { continue }
            architecture = parts.0
            tag = parts.1
            return
        }
        return nil
    }

    /// Whether these are an entry's names; as OpenCLIP reads them, `/` in an architecture is `-`, and in a tag case
    /// does not matter and `-` is `_`.
    func means(_ architecture: String, _ tag: String) -> Bool {
        Self.replaced(self.architecture, "/", "-") == architecture
            && Self.replaced(self.tag.lowercased(), "-", "_") == tag
    }

    private static func split(_ name: String, atLast separator: String) -> (String, String)? {
        var place = name.endIndex
        while place > name.startIndex {
            place = name.index(before: place)
            guard name[place...].hasPrefix(separator) else { continue }
            let rest = name.index(place, offsetBy: separator.count)
            return (String(name[..<place]), String(name[rest...]))
        }
        return nil
    }

    private static func replaced(_ text: String, _ old: Character, _ new: Character) -> String {
        String(text.map { $0 == old ? new : $0 })
    }
}
