import CLIPNumerics
import CLIPTestSupport
import Testing

@testable import CLIP
@testable import CLIPGradients

/// A run of CoOp's optimisation on a small tower, against PyTorch's.
@Suite("Context vectors are learned as PyTorch learns them")
struct ContextTrainingTests {
    let golden: Golden
    let start: [Float]
    let images: [Float]
    let targets: [Int]
    let orders: [[Int]]

    init() throws {
        golden = try Golden(named: "gradients/training")
        start = try golden.floats("start")
        images = try golden.floats("images")
        targets = try golden.integers("targets")
        let places = try golden.integers("orders")
        orders = stride(from: 0, to: places.count, by: targets.count).map { [targets] in
            Array(places[$0..<$0 + targets.count])
        }
    }

    private static var settings: ContextSettings {
        var settings = ContextSettings()
        (settings.epochs, settings.batchSize, settings.rate) = (5, 6, 0.02)
        return settings
    }

    private func trainer(
        threads: Int = 2, budget: Int = ContextTrainer.budget, settings: ContextSettings = Self.settings
    ) throws -> ContextTrainer {
        let folder = try ModelFolder(
            .folder(Golden.folder + "/networks/vit-quickgelu"), options: LoadingOptions())
        let compute = Compute(threads: threads)
        let sizes = try #require(folder.configuration.text)
        return try #require(
            ContextTrainer(
                weights: try ModelWeights(folder, compute), sizes: sizes,
                prompts: ContextPrompts(texts: try TowerGolden.texts(golden)),
                context: Parameter("context", rows: start.count / sizes.width, columns: sizes.width, start),
                scale: TowerGolden.scale, settings: settings, budget: budget, compute: compute))
    }

    private func losses(_ trainer: ContextTrainer, settings: ContextSettings = Self.settings) -> [Double] {
        orders.enumerated().flatMap { epoch, order in
            stride(from: 0, to: order.count, by: settings.batchSize).map { first in
                let places = order[first..<min(first + settings.batchSize, order.count)]
                let width = trainer.dimension
                return trainer.step(
                    images: places.flatMap { images[$0 * width..<($0 + 1) * width] },
                    targets: places.map { targets[$0] }, rate: settings.rate(of: epoch))
            }
        }
    }

    /// Errors grow along the way: PyTorch's own float32 run ends 3e-6 from its double one.
    @Test("the losses of twenty steps, and the vectors behind them")
    func run() throws {
        let trainer = try trainer()
        let losses = losses(trainer)
        let right = try golden.floats("losses")
        #expect(losses.count == 20)
        #expect(largestDifference(right, losses) < 5e-5)
        #expect(
            relativeError(trainer.context.values, try golden.floats("context").doubles) < 1e-4)
        let (first, last) = (losses.prefix(5).reduce(0, +), losses.suffix(5).reduce(0, +))
        #expect(last < 0.5 * first)
    }

    @Test("another setting of the optimiser is noticed")
    func otherSettings() throws {
        let right = try golden.floats("losses")
        for change in [
            { (s: inout ContextSettings) in s.momentum = 0 }, { $0.weightDecay = 5e-2 },
            { $0.warmupEpochs = 0 }, { $0.epochs = 8 },
        ] {
            var settings = Self.settings
            change(&settings)
            let found = try losses(trainer(settings: settings), settings: settings)
            #expect(largestDifference(right, found) > 5e-4, "\(settings)")
        }
    }

    @Test("bits do not depend on threads")
    func threads() throws {
        let (one, three) = (try trainer(threads: 1), try trainer(threads: 3))
        #expect(losses(one) == losses(three))
        #expect(one.context.values == three.context.values)
    }

    @Test("classes that go through the tower in parts learn the same")
    func parts() throws {
        let (whole, parts) = (try trainer(), try trainer(budget: 1))
        let (a, b) = (losses(whole), losses(parts))
        #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-4 })
        #expect(relativeError(parts.context.values, whole.context.values.doubles) < 1e-4)
        #expect(whole.classVectors().count == 5 * whole.dimension)
    }

    @Test("class vectors are those that inference gives the same rows")
    func vectors() throws {
        let trainer = try trainer()
        let found = trainer.evaluate(images: images, targets: targets)
        let first = trainer.gradient(images: images, targets: targets)
        #expect(found.loss == first)
        let classes = trainer.classVectors()
        let width = trainer.dimension
        let right = targets.indices.count { row in
            let cosines = (0..<5).map { label in
                (0..<width).reduce(0.0) {
                    $0 + Double(images[row * width + $1]) * Double(classes[label * width + $1])
                }
            }
            return cosines.firstIndex(of: cosines.max()!) == targets[row]
        }
        #expect(found.right == right)
    }

    @Test("behind the first step no memory is taken from the system")
    func memory() throws {
        let trainer = try trainer()
        let width = trainer.dimension
        func step(_ count: Int) {
            _ = trainer.step(
                images: Array(images[..<(count * width)]), targets: Array(targets[..<count]), rate: 0.01)
        }
        step(12)
        let growth = (trainer.arena.growth, trainer.arena.footprint)
        for count in [12, 3, 12, 7, 12] { step(count) }
        #expect(growth == (trainer.arena.growth, trainer.arena.footprint))
    }
}
