public import CLIPImages
internal import CLIPNumerics
internal import CLIPText

/// The activations of all tokens at one depth of a tower: what transformers gives out as one of its
/// `hidden_states`.
public struct HiddenStates: Sendable, Hashable {
    /// Pictures or texts.
    public let rows: Int
    /// Where they were taken, with their shape.
    public let layer: HiddenLayer
    /// `[rows, T, D]`, row-major; of a picture the class token is the first of the *T*.
    public let values: [Float]

    /// Each input's tokens one after the other, as a row.
    package var matrix: EmbeddingMatrix {
        EmbeddingMatrix(rows: rows, dimension: layer.tokens * layer.width, values: values)
    }
}

/// A depth of a tower at which activations can be taken.
public struct HiddenLayer: Sendable, Hashable {
    /// How many blocks are behind it: 0 is what goes into the first one.
    public let depth: Int
    /// Tokens of one input, *T*.
    public let tokens: Int
    /// Numbers per token, *D*.
    public let width: Int

    /// - Parameter layer: from 0 to `layers`, or from the end, -1 being the last.
    /// - Returns: nil for one that is not there.
    fileprivate init?(_ layer: Int, of layers: Int, tokens: Int, width: Int) {
        let depth = layer < 0 ? layers + 1 + layer : layer
        guard (0...layers).contains(depth) else { return nil }
        self.depth = depth
        self.tokens = tokens
        self.width = width
    }
}

extension ModelConfiguration.Vision {
    /// The layer of this number: 0 before the first block (behind the norm that is there), *L* behind the last one,
    /// negative from the end.
    /// - Returns: nil where there is none; a ResNet has no sequence of tokens, and so none at all.
    public func hidden(_ layer: Int) -> HiddenLayer? {
        guard case .vit(let tower) = self else { return nil }
        return HiddenLayer(layer, of: tower.layers, tokens: tower.tokens, width: tower.width)
    }
}

extension ModelConfiguration.Text {
    /// The layer of this number: 0 before the first block, *L* behind the last one, negative from the end.
    /// - Returns: nil where there is none.
    public func hidden(_ layer: Int) -> HiddenLayer? {
        HiddenLayer(layer, of: layers, tokens: contextLength, width: width)
    }
}

extension CLIPModel {
    /// The activations of pictures of any size, before the image tower's last norm and projection.
    /// - Parameters:
    ///   - images: pictures; each is resized and cropped as the model's files say.
    ///   - layer: one for which `configuration.vision?.hidden(_:)` is not nil.
    /// - Returns: `[images.count, T, D]`
    public func encode(
        images: [RGBImage], hidden layer: Int
    ) async throws(CancellationError) -> HiddenStates {
        let preprocessing = preprocessing
        return try await hidden(images.count, layer) { preprocessing.crop(images[$0]) }
    }

    /// The activations of pictures that are already cropped to the model's size, `Preprocessing.crop(_:)`; see
    /// ``encode(images:hidden:)``.
    public func encode(
        crops: [RGBImage], hidden layer: Int
    ) async throws(CancellationError) -> HiddenStates {
        try await hidden(crops.count, layer) { crops[$0] }
    }

    private func hidden(
        _ count: Int, _ number: Int, crop: @escaping @Sendable (Int) -> RGBImage
    ) async throws(CancellationError) -> HiddenStates {
        guard let layer = configuration.vision?.hidden(number) else {
            preconditionFailure("\(name) has no hidden states of pictures at \(number)")
        }
        let rows = try await vision.encode(
            count, columns: layer.tokens * layer.width, normalised: false
        ) { [preprocessing] tower, range, ops in
            tower.hidden(
                ops.pixels(range, for: tower, preprocessing, crop: crop), depth: layer.depth, in: ops)
        }
        return HiddenStates(rows: count, layer: layer, values: rows.values)
    }

    /// The activations of texts, before the text tower's last norm and projection. Texts are padded to the whole
    /// context, with the end token in Hugging Face's layout and with 0 in others, as their tokenizers do.
    /// - Parameters:
    ///   - texts: one that is too long is cut, its end-of-text token kept.
    ///   - layer: one for which `configuration.text?.hidden(_:)` is not nil.
    /// - Returns: `[texts.count, T, D]`, T the context's length.
    @concurrent
    public func encode(
        texts: [String], hidden layer: Int
    ) async throws(CancellationError) -> HiddenStates {
        let length = contextLength
        let padding = folder.layout == .huggingFace ? tokenizer.endToken : 0
        return try await encode(
            tokens: texts.map { text in
                let ids = tokenizer.encode(text, contextLength: length).ids
                return ids + [Int32](repeating: padding, count: length - ids.count)
            }, hidden: layer)
    }

    /// The activations of tokenized texts; see ``encode(texts:hidden:)``. Shorter ones are padded with 0.
    /// - Parameters:
    ///   - tokens: ids as ``encode(tokens:normalised:)`` takes them.
    ///   - layer: one for which `configuration.text?.hidden(_:)` is not nil.
    /// - Returns: `[tokens.count, T, D]`, T the context's length.
    public func encode(
        tokens: [[Int32]], hidden layer: Int
    ) async throws(CancellationError) -> HiddenStates {
        let (encoder, sizes) = text
        check(tokens, sizes)
        guard let layer = sizes.hidden(layer) else {
            preconditionFailure("\(name) has no hidden states of texts at \(layer)")
        }
        let rows = try await encoder.encode(
            tokens.count, columns: layer.tokens * layer.width, normalised: false
        ) { tower, range, ops in
            tower.hidden(TokenBatch(tokens[range], for: sizes, whole: true), depth: layer.depth, in: ops)
        }
        return HiddenStates(rows: tokens.count, layer: layer, values: rows.values)
    }
}
