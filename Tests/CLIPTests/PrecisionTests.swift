import CLIPBundledModel
import CLIPImages
import CLIPNumerics
import CLIPTestSupport
import Testing

@testable import CLIP

@Suite("Precision")
struct PrecisionTests {
    private func cosines(_ one: EmbeddingMatrix, _ other: EmbeddingMatrix) -> [Float] {
        (0..<one.rows).map { row in zip(one[row], other[row]).reduce(0) { $0 + $1.0 * $1.1 } }
    }

    @Test(
        "the bundled model in bf16: cosines to f32 of at least 0.9995, pictures and texts, and not the same bits"
    )
    func bundled() async throws {
        let exact = try await CLIPModel.load(.bundled, options: LoadingOptions(precision: .f32))
        let fast = try await CLIPModel.load(.bundled, options: LoadingOptions(precision: .bf16))
        #expect(exact.recipe().precision == "f32" && fast.recipe().precision == "bf16")
        #expect(fast.space() == exact.space())
        let names = ["cat", "dress", "rocket"].map { Repository.root + "/Examples/photos/\($0).jpg" }
        let photos = try names.map { try RGBImage(path: $0) }
        let pictures = try await (exact.encode(images: photos), fast.encode(images: photos))
        let texts = ["a photo of a cat", "a photo of a dog", "a red car in front of a house"]
        let sentences = try await (exact.encode(texts: texts), fast.encode(texts: texts))
        for (one, other) in [pictures, sentences] {
            #expect(cosines(one, other).allSatisfy { $0 >= 0.9995 }, "\(cosines(one, other))")
            #expect(one != other)
        }
    }

    @Test("the bundled model in int8: cosines to f32 of at least 0.99, pictures and texts")
    func bytes() async throws {
        let exact = try await CLIPModel.load(.bundled, options: LoadingOptions(precision: .f32))
        let fast = try await CLIPModel.load(.bundled, options: LoadingOptions(precision: .int8))
        #expect(fast.recipe().precision == "int8" && fast.space() == exact.space())
        let photos = try ["cat", "dress", "rocket"].map {
            try RGBImage(path: Repository.root + "/Examples/photos/\($0).jpg")
        }
        let pictures = try await (exact.encode(images: photos), fast.encode(images: photos))
        let texts = ["a photo of a cat", "a photo of a dog", "a red car in front of a house"]
        let sentences = try await (exact.encode(texts: texts), fast.encode(texts: texts))
        for (one, other) in [pictures, sentences] {
            #expect(cosines(one, other).allSatisfy { $0 >= 0.99 }, "\(cosines(one, other))")
            #expect(one != other)
        }
    }

    @Test(
        "fully random vision transformers in bf16, on every instruction set",
        arguments: ["vit-quickgelu", "vit-gelu"],
        InstructionSet.allCases.filter(\.isAvailable))
    func random(name: String, set: InstructionSet) async throws {
        let folder = Golden.folder + "/networks/" + name
        let compute = Compute(threads: 2, instructionSet: set)
        let exact = try await CLIPModel.load(
            folder, options: LoadingOptions(precision: .f32), compute: compute)
        let fast = try await CLIPModel.load(
            folder, options: LoadingOptions(precision: .bf16), compute: compute)
        let side = exact.preprocessing.size
        var random = SeededGenerator(seed: 50)
        let crops = try (0..<6).map { _ in
            try RGBImage(
                width: side, height: side,
                pixels: (0..<side * side * 3).map { _ in UInt8(truncatingIfNeeded: random.next() >> 56) })
        }
        let found = try await cosines(exact.encode(crops: crops), fast.encode(crops: crops))
        #expect(found.allSatisfy { $0 >= 0.999 }, "\(found)")
    }

    @Test("auto is what the processor does best")
    func automatic() {
        for set in InstructionSet.allCases where set.isAvailable {
            let compute = Compute(threads: 1, instructionSet: set)
            #expect(Precision.auto.element(on: compute) == (compute.isNative(.bf16) ? .bf16 : .f32))
            #expect(
                Precision.f32.element(on: compute) == .f32 && Precision.bf16.element(on: compute) == .bf16
                    && Precision.int8.element(on: compute) == .int8)
        }
    }
}
