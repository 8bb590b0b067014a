import CLIPWeights

extension ModelFolder {
    /// The names under which weights are looked for, the preferred first. safetensors go before pickles, and a file
    /// before an index of several.
    private struct WeightNames {
        var safe: [String]
        var pickled: [String]

        static let openCLIP = WeightNames(
            safe: ["open_clip_model.safetensors", "open_clip_pytorch_model.safetensors"],
            pickled: [
                "open_clip_pytorch_model.bin", "open_clip_pytorch_model.pt", "open_clip_pytorch_model.pth",
            ])
        static let plain = WeightNames(
            safe: ["model.safetensors", "model.safetensors.index.json"],
            pickled: [
                "pytorch_model.bin", "pytorch_model.bin.index.json", "pytorch_model.pt", "pytorch_model.pth",
                "model.pt", "model.pth",
            ])
    }

    /// Which of two descriptions of one model counts: the one whose weights are there in the safer form. Without a
    /// configuration for pictures beside it, config.json is timm's, of an image tower alone.
    static func preferred(of files: SourceFiles) -> Layout {
        guard ["preprocessor_config.json", "processor_config.json"].contains(where: files.has) else {
            return .openCLIP
        }
        let candidates: [(names: [String], layout: Layout)] = [
            (WeightNames.openCLIP.safe, .openCLIP), (WeightNames.plain.safe, .huggingFace),
            (WeightNames.openCLIP.pickled, .openCLIP), (WeightNames.plain.pickled, .huggingFace),
        ]
        return candidates.first { $0.names.contains(where: files.has) }?.layout ?? .openCLIP
    }

    /// The names of the files that hold the weights.
    static func weightFiles(of files: SourceFiles, _ layout: Layout) throws(ConfigurationError) -> [String] {
        let (own, plain) = (WeightNames.openCLIP, WeightNames.plain)
        let names =
            layout == .huggingFace
            ? plain.safe + plain.pickled : own.safe + plain.safe + own.pickled + plain.pickled
        if let name = names.first(where: files.has) {
            return name.hasSuffix(".index.json") ? try indexedFiles(files, name) : [name]
        }
        // OpenCLIP takes whatever checkpoint lies beside its configuration; where there are several, one is meant.
        let others = files.names.filter { name in
            [".safetensors", ".bin", ".pt", ".pth"].contains { name.hasSuffix($0) }
        }
        if layout != .huggingFace, others.count == 1 { return others }
        let expected =
            layout == .huggingFace
            ? "model.safetensors (or PyTorch's pytorch_model.bin)"
            : "open_clip_model.safetensors or model.safetensors (or PyTorch's open_clip_pytorch_model.bin)"
        throw ConfigurationError(
            .missing,
            "\(files.name): expected the weights as \(expected); \(files.listing)"
                + (others.isEmpty ? "" : "; a file of weights can be given itself"))
    }

    /// The files that the index of a model in several parts names.
    private static func indexedFiles(
        _ files: SourceFiles, _ name: String
    ) throws(ConfigurationError) -> [String] {
        let ending = name == "model.safetensors.index.json" ? ".safetensors" : ".bin"
        let index = try files.open(name)
        let map: JSONValue?
        do {
            map = try index.withBytes { (bytes) throws(JSONError) in try JSONValue(bytes)["weight_map"] }
        } catch {
            throw ConfigurationError(.malformed, "\(index.name): not valid JSON: \(error)")
        }
        guard case .object(let members) = map else {
            throw ConfigurationError(.malformed, "\(index.name): weight_map: an object was expected")
        }
        var parts: Set<String> = []
        for member in members {
            // A name in the folder itself: the index must not lead elsewhere.
            guard case .string(let part) = member.value, !part.utf8.contains(UInt8(ascii: "/")),
                part.hasSuffix(ending)
            else {
                throw ConfigurationError(
                    .malformed,
                    "\(index.name): weight_map: \(member.value.text) is not a \(ending.dropFirst()) file's name"
                )
            }
            parts.insert(part)
        }
        let missing = parts.filter { !files.has($0) }.sorted()
        guard !parts.isEmpty else {
            throw ConfigurationError(
                .missing, "\(index.name): weight_map is empty: it names no file of weights")
        }
        guard missing.isEmpty else {
            throw ConfigurationError(
                .missing, "\(index.name): names files that are not there: \(missing.joined(separator: ", "))")
        }
        return parts.sorted()
    }
}
