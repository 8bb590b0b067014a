import CLIPBundledModel
import CLIPImages
import CLIPNumerics
import CLIPText
import CLIPTestSupport
import Foundation
import Testing

@testable import CLIP

private struct Expected: Decodable {
    struct Text: Decodable {
        let ids: [Int32]
        let embedding_head: [Float]
    }
    let texts: [String: Text]
    let logit_scale: Double

    static func read() throws -> Expected {
        let path = Golden.folder + "/pocket/expected.json"
        return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }
}

@Suite("The bundled model")
struct BundledModelTests {
    @Test("gives texts the ids and embeddings that PyTorch gives them")
    func texts() async throws {
        let expected = try Expected.read()
        let model = try await CLIPModel.load(.bundled, options: LoadingOptions(precision: .f32))
        #expect(expected.texts.count == 4)
        for (text, golden) in expected.texts {
            let length = model.contextLength
            #expect(model.tokenizer.encode(text, contextLength: length).ids == golden.ids, "\(text)")
            let row = try await model.encode(texts: [text])[0]
            // The file has six decimals.
            #expect(
                largestDifference(Array(row.prefix(8)), golden.embedding_head.map(Double.init)) < 2e-6,
                "\(text)")
        }
        #expect(abs(Double(model.logitScale) - expected.logit_scale) < 0.01)
    }

    @Test("gives unit rows, raw ones on request, in the order of the inputs")
    func rows() async throws {
        let model = try await CLIPModel.load(.bundled)
        let texts = (0..<150).map { String(repeating: "a dog and a cat ", count: $0 % 7) + "\($0)" }
        let all = try await model.encode(texts: texts)
        let raw = try await model.encode(texts: texts, normalised: false)
        for row in [0, 1, 77, 149] {
            let alone = try await model.encode(texts: [texts[row]])
            #expect(Array(all[row]) == alone.values)
            let norm = all[row].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            #expect(abs(norm - 1) < 1e-6)
            let length = raw[row].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            #expect(abs(length - 1) > 0.01)
        }
    }

    @Test("serves many tasks at once, each as if it were alone")
    func concurrency() async throws {
        let model = try await CLIPModel.load(.bundled)
        let pictures = try Self.pictures()
        let alone = try await model.encode(images: pictures)
        try await withThrowingTaskGroup(of: EmbeddingMatrix.self) { group in
            for _ in 0..<8 { group.addTask { try await model.encode(images: pictures) } }
            for try await result in group { #expect(result == alone) }
        }
    }

    @Test("serves texts and pictures at once, from two models on one pool, the first use included")
    func twoModels() async throws {
        let compute = Compute(threads: 2)
        let first = try await CLIPModel.load(.bundled, compute: compute)
        let second = try await CLIPModel.load(.bundled, compute: compute)
        let pictures = try Self.pictures()
        let texts = (0..<40).map { "a photo of number \($0)" }
        async let a = first.encode(texts: texts)
        async let b = second.encode(texts: texts)
        async let c = first.encode(images: pictures)
        async let d = second.encode(images: pictures)
        let (one, two, three, four) = try await (a, b, c, d)
        #expect(one == two && three == four)
    }

    @Test("stops between batches when its task is cancelled")
    func cancellation() async throws {
        let model = try await CLIPModel.load(.bundled)
        let texts = (0..<200_000).map { "\($0) photos of a dog and a cat and a house and a tree in a garden" }
        let task = Task { try await model.encode(texts: texts) }
        // Tokenizing takes some seconds, and can be stopped, too; then the batches begin.
        try await Task.sleep(for: .seconds(3))
        task.cancel()
        let clock = ContinuousClock()
        let waited = await clock.measure {
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        // All of them would take minutes; one batch takes milliseconds.
        #expect(waited < .seconds(20))
    }

    @Test("takes no picture and no text")
    func nothing() async throws {
        let model = try await CLIPModel.load(.bundled)
        #expect(try await model.encode(images: []).rows == 0)
        #expect(try await model.encode(texts: []).rows == 0)
    }

    @Test("cropped pictures and whole ones get the same vectors")
    func crops() async throws {
        let model = try await CLIPModel.load(.bundled)
        let pictures = try Self.pictures()
        let crops = pictures.map { model.preprocessing.crop($0) }
        #expect(try await model.encode(images: pictures) == model.encode(crops: crops))
    }

    @Test("is the same space on every instruction set, whatever its recipe")
    func space() async throws {
        let best = try await CLIPModel.load(.bundled, options: LoadingOptions(precision: .f32))
        let plain = try await CLIPModel.load(
            .bundled, options: LoadingOptions(precision: .f32),
            compute: Compute(threads: 1, instructionSet: .plain))
        #expect(best.space() == plain.space())
        #expect(plain.recipe().instructionSet == "plain")
        let (a, b) = try await (best.encode(texts: ["a dog"]), plain.encode(texts: ["a dog"]))
        #expect(largestDifference(a.values, b.values.map(Double.init)) < 1e-5)
    }

    /// Smooth pictures of several shapes.
    private static func pictures() throws -> [RGBImage] {
        try [(64, 64), (300, 200), (65, 640), (1, 1), (97, 13)].map { width, height in
            var pixels: [UInt8] = []
            for y in 0..<height {
                for x in 0..<width {
                    pixels += [UInt8(x * 255 / width), UInt8(y * 255 / height), UInt8((x + y) % 256)]
                }
            }
            return try RGBImage(width: width, height: height, pixels: pixels)
        }
    }
}
