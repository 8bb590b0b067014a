import CLIPNumerics
import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

/// A golden folder: a model, its inputs, and what the reference makes of them.
struct NetworkGolden {
    struct Run {
        var dimension: Int
        var images: [Float], texts: [Float]
        var unitImages: [Float], unitTexts: [Float]
    }

    let weights: ModelWeights
    let configuration: ModelConfiguration
    let vision: ModelConfiguration.Vision
    let text: ModelConfiguration.Text
    private let file: SafetensorsFile

    /// - Parameters:
    ///   - name: the folder's name below `Goldens/networks`.
    ///   - imageSize: another size than the model's own, which has a file of goldens of its own.
    ///   - otherFilter: whether positions are interpolated as the other layout does it, which is a mistake.
    init(_ name: String, imageSize: Int? = nil, otherFilter: Bool = false) throws {
        let folder = Golden.folder + "/networks/" + name
        let golden = imageSize.map { "image-size/\(name)-\($0)" } ?? "\(name)/golden"
        try self.init(
            ModelFolder(.folder(folder), options: LoadingOptions(imageSize: imageSize)),
            golden: Golden.folder + "/networks/\(golden).safetensors", otherFilter: otherFilter)
    }

    init(_ model: ModelFolder, golden: String, otherFilter: Bool = false) throws {
        file = try SafetensorsFile(path: golden)
        configuration = model.configuration
        var vision = try #require(configuration.vision)
        if otherFilter, case .vit(var tower) = vision {
            tower.positionFilter = tower.positionFilter == .bicubic ? .antialiasedBicubic : .bicubic
            vision = .vit(tower)
        }
        self.vision = vision
        text = try #require(configuration.text)
        weights = try ModelWeights(model, .shared)
    }

    var names: [String] { file.tensorNames }
    subscript(name: String) -> [Float] { file[name]?.floats() ?? [] }

    func run(
        _ compute: Compute, mistake: Mistake? = nil, observer: ((String, Tensor) -> Void)? = nil
    ) -> Run {
        let ops = FallibleOps(
            base: InferenceOps(compute: compute, arena: Arena(), observer: observer), mistake: mistake)
        let preparation = InferencePreparation(compute: compute)
        let images = VisionTower<FallibleOps>(
            ParameterLoader(weights.store.root["visual"], preparation), vision,
            embedding: configuration.embedDimension)
        let texts = TextTransformer<FallibleOps>(
            ParameterLoader(weights.store.root, preparation), text, embedding: configuration.embedDimension)
        let pixels = Tensor(pixelShape, on: ops.base.arena) { target in
            let swap = mistake == .swappedColours
            for (index, value) in pixelsHWC(swap).enumerated() { target[index] = value }
        }
        var result = Run(
            dimension: configuration.embedDimension, images: images(pixels, in: ops).floats,
            texts: texts(TokenBatch(tokens[...], for: text), in: ops).floats,
            unitImages: [], unitTexts: [])
        (result.unitImages, result.unitTexts) = (result.images, result.texts)
        compute.normalise(&result.unitImages, columns: result.dimension)
        compute.normalise(&result.unitTexts, columns: result.dimension)
        return result
    }

    /// What the reference has for a noted intermediate; of the last block, the row that is kept.
    func rows(for note: String, like shape: Shape) -> [Float] {
        let isText = !note.hasPrefix("visual")
        if note.hasSuffix(".tokens") { return attentionPoolTokens }
        if note.hasSuffix(".attention") {
            // The branch's output is added at once: compare the sum.
            let block = String(note.dropLast(".attention".count))
            return keep(zip(input(of: block), self[block + ".attn"]).map { $0 + $1 }, like: shape, isText)
        }
        return keep(self[note], like: shape, isText)
    }

    private func input(of block: String) -> [Float] {
        let parts = block.split(separator: ".")
        let index = Int(parts.last ?? "") ?? 0
        if index > 0 { return self[parts.dropLast().joined(separator: ".") + ".\(index - 1)"] }
        return self[block.hasPrefix("visual") ? "visual.ln_pre" : "embeddings"]
    }

    /// Of the reference's rows, `[B, T, D]`, those that we compute: all of a picture, the first in its last block; of a
    /// text those that are not padding and not shared with the text before, or its end.
    private func keep(_ values: [Float], like shape: Shape, _ isText: Bool) -> [Float] {
        guard isText else {
            guard values.count != shape.count, shape.tokens == 1 else { return values }
            let length = values.count / shape.batch / shape.channels
            return (0..<shape.batch).flatMap {
                values[$0 * length * shape.channels..<(($0 * length) + 1) * shape.channels]
            }
        }
        let (width, count) = (shape.channels, tokens.count)
        let length = values.count / count / width
        let batch = TokenBatch(tokens[...], for: text)
        var rows: [Int] = []
        switch batch.ends {
        case .ends(let paths) where shape.rows == paths.rowCount:
            for sequence in 0..<count {
                for (place, row) in paths[sequence].enumerated() where Int(row) == rows.count {
                    rows.append(sequence * length + place)
                }
            }
        case .at(let ends) where shape.rows == count:
            rows = ends.enumerated().map { $0 * length + Int($1) }
        case .ends where length > 1:
            rows = tokens.enumerated().map { $0 * length + text.end(of: $1) }
        default: return values
        }
        return rows.flatMap { values[$0 * width..<($0 + 1) * width] }
    }

    /// The mean of the last stage's pixels and the pixels, plus positions.
    private var attentionPoolTokens: [Float] {
        guard case .resnet(let sizes) = vision else { return [] }
        let (pixels, width) = (sizes.grid * sizes.grid, sizes.width * 32)
        let last = self["visual.layer4.\(sizes.layers[3] - 1)"]
        let positions = weights.store.root["visual"]["attnpool"]
            .tensor("positional_embedding", shape: [pixels + 1, width]).floats()
        return (0..<last.count / pixels / width).flatMap { picture in
            (0...pixels).flatMap { token in
                (0..<width).map { channel in
                    let column = (0..<pixels).map { last[(picture * pixels + $0) * width + channel] }
                    let value = token == 0 ? column.reduce(0, +) / Float(pixels) : column[token - 1]
                    return value + positions[token * width + channel]
                }
            }
        }
    }

    private var pixelShape: Shape {
        let side = vision.imageSize
        return Shape(batch: 4, height: side, width: side, channels: 3)
    }

    /// The goldens' pictures are `[B, 3, R, R]`; ours `[B, R, R, 3]`.
    private func pixelsHWC(_ swapped: Bool) -> [Float] {
        let images = self["images"]
        let area = pixelShape.tokens
        return (0..<4).flatMap { picture in
            (0..<area).flatMap { pixel in
                (0..<3).map { images[(picture * 3 + (swapped ? 2 - $0 : $0)) * area + pixel] }
            }
        }
    }

    var tokens: [[Int32]] { Self.tokens(of: file) }

    static func tokens(of file: SafetensorsFile) -> [[Int32]] {
        let lengths = file["token_lengths"]?.integers() ?? []
        let ids = file["tokens"]?.integers() ?? []
        let width = ids.count / max(lengths.count, 1)
        return lengths.enumerated().map { index, length in
            ids[index * width..<index * width + length].map { Int32($0) }
        }
    }
}
