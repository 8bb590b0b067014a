import CLIPBundledModel
import CLIPImages
import CLIPNumerics
import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

@Suite("A tower with a clock")
struct TimedModelTests {
    private func photo(_ name: String) throws -> [UInt8] {
        try FileBytes(path: Repository.root + "/Examples/photos/\(name).jpg").copy()
    }

    @Test(
        "gives the same bits as without, from files and from texts, and tells every step",
        arguments: Precision.allCases)
    func same(precision: Precision) async throws {
        let timeline = Timeline()
        let clip = try await CLIPModel.load(
            .bundled, options: LoadingOptions(precision: precision),
            compute: Compute(threads: 2, timeline: timeline))
        let pictures = try #require(TimedModel(clip, .vision))
        let sentences = try #require(TimedModel(clip, .text))
        let files = try [photo("cat"), photo("hat")]
        let texts = ["a photo of a cat", "a photo of a hat"]
        let images = try files.map { try RGBImage(bytes: $0) }
        timeline.isRecording = true
        let rows = await pictures.encode(.files(files, DecodingOptions()), name: "pictures")
        let vectors = await sentences.encode(.texts(texts), name: "texts")
        timeline.isRecording = false
        #expect(try await rows == clip.encode(images: images))
        #expect(try await vectors == clip.encode(texts: texts))

        let stages = timeline.spans.filter { $0.kind == .stage }.map(\.name)
        #expect(
            stages == [
                "decode", "crop", "normalise", "tower", "unit length", "pictures", "tokenize", "tower",
                "unit length", "texts",
            ])
        let words = Set(timeline.spans.filter { $0.kind == .word }.map(\.name))
        #expect(
            words.isSuperset(of: ["linear", "convolution", "attention", "layer norm", "embed", "prepend"]))
    }

    @Test("a model that nobody wants to know the times of has no such tower")
    func absent() async throws {
        #expect(TimedModel(try await CLIPModel.load(.bundled), .vision) == nil)
    }
}
