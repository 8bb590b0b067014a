import CLIPTestSupport
import CLIPWeights

@testable import CLIP
@testable import CLIPGradients
@testable import CLIPNumerics

/// A text tower's golden: prompts with learned vectors, fixed pictures, and what autograd finds for their loss.
struct TowerGolden {
    let file: Golden
    let weights: ModelWeights
    let sizes: ModelConfiguration.Text
    let context: [Float]
    let images: [Float]
    let targets: [Int]
    let texts: [[Int32]]
    static let scale: Float = 20

    init(_ name: String) throws {
        file = try Golden(named: "gradients/text-\(name)")
        let folder = try ModelFolder(
            .folder(Golden.folder + "/networks/" + name), options: LoadingOptions())
        weights = try ModelWeights(folder, .shared)
        sizes = folder.configuration.text!
        context = try file.floats("context")
        images = try file.floats("images")
        targets = try file.integers("targets")
        texts = try Self.texts(file)
    }

    static func texts(_ file: Golden) throws -> [[Int32]] {
        let (ids, lengths) = (try file.integers("tokens"), try file.integers("lengths"))
        let width = ids.count / lengths.count
        return lengths.enumerated().map { row, length in
            ids[row * width..<row * width + length].map { Int32($0) }
        }
    }

    /// What one pass there and back finds.
    struct Found {
        var loss: Double
        var gradients: [(name: String, values: [Float], rows: Int)]
    }

    func run(
        _ compute: Compute, omission: Omission? = nil, learns: @escaping @Sendable (String) -> Bool
    ) -> Found {
        let base = RecordingOps(compute: compute, arena: Arena())
        let ops = MistakenOps(base: base, omission: omission)
        let preparation = RecordingPreparation(compute: compute, learns: learns)
        let tower: TextTransformer<MistakenOps> = weights.text(on: preparation)!
        let parameter = Parameter(
            "context", rows: context.count / sizes.width, columns: sizes.width, context)
        let sorted = SortedTexts(texts, for: sizes)
        let batch = TokenBatch(sorted.texts[...], for: sizes)
        let rows = base.normalise(
            tower(batch, in: ops) {
                ops.embed(batch, $0, $1, ReplacedTokens(parameter, at: 1))
            })
        let dimension = rows.tensor.shape.channels
        func tensor(_ values: [Float]) -> Tensor {
            Tensor(Shape(batch: 1, tokens: values.count / dimension, channels: dimension), on: base.arena) {
                _ = $0.update(fromContentsOf: values)
            }
        }
        let loss = CrossEntropy(
            images: tensor(images), targets: targets.map { sorted.places[$0] },
            classes: rows.tensor.reshaped(
                Shape(batch: 1, tokens: rows.tensor.shape.rows, channels: dimension)),
            scale: Self.scale, compute, base.memory, on: base.arena)
        base.backward(from: rows, loss.gradient.reshaped(rows.tensor.shape))
        let all = [parameter] + preparation.parameters.all
        return Found(
            loss: loss.loss,
            gradients: all.map { (name: $0.name, values: $0.found, rows: $0.rows) })
    }

    /// Autograd's gradient in our layout: a projection's file has inputs as rows, two maps of attention are slices of
    /// one tensor, and a layer scale is part of its map.
    func right(_ name: String, rows: Int) throws -> [Float]? {
        var key = name
        for (ending, tensor) in [(", bias", "bias"), (", gain", "weight"), (", offset", "bias")]
        where key.hasSuffix(ending) {
            key.removeLast(ending.count)
            // A slice's bias, as in "in_proj_weight 0..<48, bias".
            if ending == ", bias", key.contains("in_proj_weight") {
                key = key.replacing("in_proj_weight", with: "in_proj_bias")
            } else {
                key = key.replacing(".weight", with: ".\(tensor)")
            }
        }
        let parts = key.split(separator: " ")
        let stored = "d_" + String(parts[0])
        guard file.names.contains(stored) else { return nil }
        let (values, shape) = (try file.floats(stored), try file.shape(stored))
        if parts.count > 1 {
            let bounds = parts[1].split(separator: "..<").compactMap { Int($0) }
            let width = shape.count > 1 ? shape[1] : 1
            return Array(values[bounds[0] * width..<bounds[1] * width])
        }
        if stored == "d_text_projection" {
            return (0..<shape[1]).flatMap { column in (0..<shape[0]).map { values[$0 * shape[1] + column] } }
        }
        return values
    }
}
