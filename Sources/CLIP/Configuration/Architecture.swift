import CLIPWeights

/// A model's sizes as its tensors show them, by the rules of OpenAI's reference
/// (`build_model` in <https://github.com/openai/CLIP/blob/main/clip/model.py>).
///
/// Tensors do not show how many heads an attention has. OpenAI's have 64 numbers each; so have OpenCLIP's, but
/// for its four widest image towers, which have 16 heads whatever their width.
struct Architecture {
    private let store: WeightStore
    private let name: String
    private let isOpenAI: Bool

    /// OpenCLIP's image towers of 16 heads: H, g, bigG and e.
    private static let widthsOfSixteenHeads: Set<Int> = [1280, 1408, 1664, 1792]
    private static let headWidth = 64

    /// - Parameters:
    ///   - isOpenAI: whether the model is one of OpenAI's own.
    ///   - name: the file's, for messages.
    init(of store: WeightStore, isOpenAI: Bool, _ name: String) throws(ConfigurationError) {
        self.store = store
        self.isOpenAI = isOpenAI
        self.name = name
        guard store.has("visual.proj") || store.has("visual.attnpool.c_proj.weight") else {
            throw fail(
                "neither visual.proj nor visual.attnpool is there: its image tower is no vision transformer and no "
                    + "ResNet of CLIP's kind", .unsupported)
        }
        guard store.has("text_projection") else {
            throw fail(
                "text_projection is missing: it has no text tower of CLIP's kind; put the model's configuration "
                    + "beside the file", .unsupported)
        }
    }

    /// What the number of heads rests on; nil where it is the reference's own rule.
    var assumption: String? {
        guard !isOpenAI else { return nil }
        return visionHeads.map { "\($0) heads in the image tower" } ?? "heads of \(Self.headWidth) numbers"
    }

    private var visionHeads: Int? {
        let width = store.root["visual"].shape(of: "conv1.weight")?.first ?? 0
        return !isOpenAI && store.has("visual.proj") && Self.widthsOfSixteenHeads.contains(width) ? 16 : nil
    }

    func configuration(
        _ activation: ModelConfiguration.Activation
    ) throws(ConfigurationError) -> ModelConfiguration {
        let root = store.root
        let width = try size("ln_final.weight", 0)
        let text = try ModelConfiguration.Text(
            width: width, layers: blocks("transformer.resblocks."), heads: heads(width, "the text tower"),
            contextLength: size("positional_embedding", 0),
            vocabularySize: size("token_embedding.weight", 0),
            mlpWidth: size("transformer.resblocks.0.mlp.c_fc.weight", 0), activation: activation)
        guard text.contextLength >= 2 else { throw fail("positional_embedding has fewer than two rows") }
        return try ModelConfiguration(
            embedDimension: size("text_projection", 1),
            vision: root.has("visual.proj") ? .vit(transformer(activation)) : .resnet(resnet()), text: text)
    }

    private func transformer(
        _ activation: ModelConfiguration.Activation
    ) throws(ConfigurationError) -> ModelConfiguration.VisionTransformer {
        let width = try size("visual.conv1.weight", 0)
        let patchSize = try size("visual.conv1.weight", 3)
        let grid = try grid("visual.positional_embedding")
        let heads = if let visionHeads { visionHeads } else { try heads(width, "the image tower") }
        return try .init(
            width: width, layers: blocks("visual.transformer.resblocks."),
            heads: heads,
            mlpWidth: size("visual.transformer.resblocks.0.mlp.c_fc.weight", 0), patchSize: patchSize,
            imageSize: patchSize * grid, activation: activation)
    }

    private func resnet() throws(ConfigurationError) -> ModelConfiguration.ModifiedResNet {
        let width = try size("visual.layer1.0.conv1.weight", 0)
        guard width % 2 == 0 else { throw fail("a ResNet of the odd width \(width)") }
        var layers: [Int] = []
        for stage in 1...4 { try layers.append(blocks("visual.layer\(stage).")) }
        return try .init(
            layers: layers, width: width, heads: heads(32 * width, "the attention pooling"),
            imageSize: 32 * grid("visual.attnpool.positional_embedding"))
    }

    // MARK: What tensors show

    private func fail(
        _ reason: String, _ code: ConfigurationError.Code = .malformed
    ) -> ConfigurationError {
        let remarks = store.remarks.map { "\n" + $0 }.joined()
        return ConfigurationError(code, "\(name): sizes cannot be told from the tensors: \(reason)\(remarks)")
    }

    /// One size of a tensor's shape.
    private func size(_ tensor: String, _ axis: Int) throws(ConfigurationError) -> Int {
        guard let shape = store.peek(tensor)?.shape, axis < shape.count else {
            throw fail("\(tensor) is missing, or has too few axes")
        }
        guard (1...ConfigurationFields.largest).contains(shape[axis]) else {
            throw fail("\(tensor) has the shape \(shape)")
        }
        return shape[axis]
    }

    /// How many blocks there are whose names begin so.
    private func blocks(_ prefix: String) throws(ConfigurationError) -> Int {
        let numbers = store.canonicalNames.lazy.filter { $0.hasPrefix(prefix) }.map { name in
            name.dropFirst(prefix.count).prefix { $0 != "." }
        }
        let count = Set(numbers).count
        guard count > 0 else { throw fail("there is no tensor \(prefix)…") }
        return count
    }

    /// Positions along one side, of a square of them and one more.
    private func grid(_ positions: String) throws(ConfigurationError) -> Int {
        let count = try size(positions, 0)
        let grid = Int(Double(count - 1).squareRoot().rounded())
        guard grid > 0, grid * grid + 1 == count else {
            throw fail("\(positions) has \(count) rows, which is not a square and one more")
        }
        return grid
    }

    private func heads(_ width: Int, _ place: String) throws(ConfigurationError) -> Int {
        guard width % Self.headWidth == 0 else {
            throw fail(
                "\(place) is \(width) wide, which is no multiple of \(Self.headWidth), so its number of heads is not "
                    + "OpenAI's; put the model's configuration beside the file", .unsupported)
        }
        return width / Self.headWidth
    }
}
