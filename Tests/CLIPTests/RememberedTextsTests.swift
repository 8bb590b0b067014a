import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Text embeddings that are kept when there is time")
struct RememberedTextsTests {
    private let folder = TemporaryFolder()
    private let lists = [["a photo of a cat", "a cat"], ["a photo of a dog"]]

    /// A model's folder that was last changed an hour ago.
    private func model() throws -> String {
        let path = folder.path + "/model"
        try FileManager.default.copyItem(atPath: Golden.folder + "/networks/vit-quickgelu", toPath: path)
        for file in TemporaryFolder.list(path) ?? [] {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: "\(path)/\(file)")
        }
        return path
    }

    @Test("the first run reads no weights for the cache before it has answered; the second finds its vectors")
    func settles() async throws {
        let disk = DiskCache(folder: folder.path + "/cache")
        let path = try model()
        let clip = try await CLIPModel.load(path, cache: disk)
        let first = try #require(clip.rememberedTexts(on: disk))
        #expect(!first.isWaiting)
        let rows = try await TextVectors(clip, first).ensembles(lists)
        let digests = RememberedDigests(disk)
        #expect(first.isWaiting && digests.known(of: .text, in: clip.weights.store) == nil)
        await first.settle()
        #expect(!first.isWaiting && digests.known(of: .text, in: clip.weights.store) != nil)

        let later = try await CLIPModel.load(path, cache: disk)
        let second = try #require(later.rememberedTexts(on: disk))
        #expect(second.embeddings(of: lists.flatMap(\.self) + ["new"]).keys.sorted() == [0, 1, 2])
        #expect(try await TextVectors(later, second).ensembles(lists) == rows)
        // What is new is kept at once, now that it is known under which name.
        _ = try await TextVectors(later, second).ensembles([["new"]])
        #expect(!second.isWaiting && second.embeddings(of: ["new"]).count == 1)
    }

    @Test("thousands of vectors do not wait")
    func many() async throws {
        let disk = DiskCache(folder: folder.path + "/cache")
        let clip = try await CLIPModel.load(try model(), cache: disk)
        let texts = try #require(clip.rememberedTexts(on: disk))
        let row = [Float](repeating: 1, count: clip.configuration.embedDimension)
        texts.keep((0..<4096).map { ("\($0)", row) })
        #expect(texts.isWaiting && texts.embeddings(of: ["7"]).isEmpty)
        texts.keep([("one more", row)])
        #expect(!texts.isWaiting && texts.embeddings(of: ["7", "one more"]).count == 2)
    }

    @Test("without a cache nothing is remembered; where it cannot be written nothing fails")
    func nowhere() async throws {
        let clip = try await CLIPModel.load(try model())
        #expect(clip.rememberedTexts(on: .disabled) == nil)
        let texts = try #require(clip.rememberedTexts(on: DiskCache(folder: "/proc/nowhere")))
        let rows = try await TextVectors(clip, texts).ensembles(lists)
        await texts.settle()
        #expect(try await TextVectors(clip, texts).ensembles(lists) == rows)
    }
}
