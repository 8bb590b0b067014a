import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP
@testable import CLIPGradients
@testable import CLIPNumerics

@Suite("Gradients of image towers equal PyTorch's")
struct VisionTowerGradientTests {
    /// Transformers are smooth. A residual network is not: a unit near zero may be on in one program and off in the
    /// other, and PyTorch's own float32 run strays from its double one by 8e-3 in the pixels' gradient, which is what
    /// such a unit costs. Behind the last of them the bound is the same as everywhere.
    @Test(
        "the pixels' and some weights'",
        arguments: [
            ("vit-quickgelu", 1e-4), ("vit-patch-mean", 1e-4), ("vit-scaled", 1e-4), ("resnet", 3e-2),
        ])
    func tower(name: String, pixelBound: Double) throws {
        let file = try Golden(named: "gradients/vision-\(name)")
        let run = try Run(name, file, omission: nil)
        #expect(relativeError(run.pixels, try file.floats("d_images").doubles) < pixelBound)
        var compared = 0
        for parameter in run.parameters where !parameter.name.contains(", ") {
            let key = "d_\(parameter.name)"
            guard file.names.contains(key) else { continue }
            var right = try file.floats(key)
            let shape = try file.shape(key)
            if parameter.name.hasSuffix(".proj") {
                right = (0..<shape[1]).flatMap { column in
                    (0..<shape[0]).map { right[$0 * shape[1] + column] }
                }
            }
            if shape.count == 4 {
                right = filterRows(
                    right, outputs: shape[0], channels: shape[1], area: shape[2] * shape[3])
            }
            #expect(relativeError(parameter.found, right.doubles) < 1e-4, "\(name) \(parameter.name)")
            compared += 1
        }
        #expect(compared >= 2, "\(name): \(compared) weights compared")
    }

    @Test(
        "a term that is dropped on the way back is noticed", arguments: [Omission.residual, .keys],
        ["vit-quickgelu", "vit-scaled", "resnet"])
    func omissions(omission: Omission, name: String) throws {
        let file = try Golden(named: "gradients/vision-\(name)")
        let run = try Run(name, file, omission: omission)
        #expect(relativeError(run.pixels, try file.floats("d_images").doubles) > 0.1)
    }

    /// One pass there and back.
    private struct Run {
        /// `[B, 3, R, R]`
        var pixels: [Float]
        var parameters: [Parameter]

        init(_ name: String, _ file: Golden, omission: Omission?) throws {
            let compute = Compute(threads: 2)
            let folder = try ModelFolder(
                .folder(Golden.folder + "/networks/" + name), options: LoadingOptions())
            let weights = try ModelWeights(folder, compute)
            let sizes = try #require(folder.configuration.vision)
            let base = RecordingOps(compute: compute, arena: Arena())
            let ops = MistakenOps(base: base, omission: omission)
            let preparation = RecordingPreparation(compute: compute) { _ in true }
            let tower = VisionTower<MistakenOps>(
                ParameterLoader(weights.root["visual"], preparation), sizes,
                embedding: weights.embeddingDimension)
            let (side, images) = (sizes.imageSize, try file.floats("images"))
            let area = side * side
            let values = (0..<2 * area).flatMap { place in
                (0..<3).map { images[(place / area * 3 + $0) * area + place % area] }
            }
            let parameter = Parameter("pixels", rows: 2 * area, columns: 3, values)
            let result = tower(
                base.value(of: parameter, as: Shape(batch: 2, height: side, width: side, channels: 3)),
                in: ops)
            let flow = try file.floats("upstream")
            base.backward(
                from: result,
                Tensor(result.tensor.shape, on: base.arena) { _ = $0.update(fromContentsOf: flow) })
            let found = parameter.found
            pixels = (0..<2 * 3 * area).map { index in
                let (picture, channel, place) = (index / (3 * area), index / area % 3, index % area)
                return found.isEmpty ? 0 : found[(picture * area + place) * 3 + channel]
            }
            parameters = preparation.parameters.all
        }
    }
}
