import CLIP
import CLIPBundledModel
import CLIPData
import CLIPImages
import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIPEvaluation

@Suite("DatasetEncoder")
struct DatasetEncoderTests {
    private let files = StripedFiles()
    private let cache = DiskCache(folder: TemporaryFolder.shared.path("cache"))

    private func model() async throws -> CLIPModel {
        try await CLIPModel.load(.bundled)
    }

    @Test("rows are the model's own, in the dataset's order, and what cannot be read is named")
    func rows() async throws {
        let model = try await model()
        let paths = try (0..<5).map { try files.write($0, as: "\($0).ppm") }
        let broken = files.folder.path + "/broken.jpg"
        try files.write([0xFF, 0xD8, 1], to: broken)
        let image = try RGBImage(bytes: try StripedFiles.bytes(9))
        let dataset = PictureSet(entries: [
            files.sample(paths[0], [1]), files.sample(broken), .unreadable(id: "row 3", reason: "no path"),
            files.sample(paths[1]), .sample(Sample(id: "p", picture: .pixels(image), captions: ["a", "b"])),
            .sample(
                Sample(id: "e", picture: .packed(PackedPicture(try StripedFiles.bytes(2))), labels: [0, 1])),
        ])
        var done = 0
        let encoded = try await DatasetEncoder(model, cache: cache).encode(dataset) { done += $0 }
        #expect(done == 6)
        #expect(encoded.encoded == 4)
        #expect(encoded.unreadable.map(\.id) == [broken, "row 3"])
        #expect(encoded.unreadable[1].reason == "no path")
        let features = encoded.features
        #expect(features.ids == [paths[0], paths[1], "p", "e"])
        #expect(features.targets == [[1], [0], [], [0, 1]])
        #expect(features.captions == [[], [], ["a", "b"], []])
        let images = try [paths[0], paths[1]].map { try RGBImage(path: $0) }
        let expected = try await model.encode(
            images: images + [image, try RGBImage(bytes: try StripedFiles.bytes(2))])
        #expect(features.embeddings == expected)
        let digest = try StripedFiles.bytes(0).withUnsafeBytes { ContentDigest(of: $0) }
        #expect(features.digests[0] == digest.bytes)
    }

    @Test("a second run opens no picture, and has the same bits")
    func secondRun() async throws {
        let model = try await model()
        let paths = try (0..<7).map { try files.write($0, as: "\($0).ppm") }
        let dataset = PictureSet(entries: paths.map { files.sample($0) })
        let first = try await DatasetEncoder(model, cache: cache).encode(dataset)
        #expect(first.encoded == 7)
        // Other bytes under the old state: whoever opened a file would see them.
        for path in paths { try overwriteKeepingState(path) }
        var done = 0
        let second = try await DatasetEncoder(model, cache: cache).encode(dataset) { done += $0 }
        #expect(second.encoded == 0)
        #expect(done == 7)
        #expect(second.features.embeddings == first.features.embeddings)
        #expect(second.features.digests == first.features.digests)
        var rehashing = DatasetEncoder(model, cache: cache)
        rehashing.rehashes = true
        let third = try await rehashing.encode(dataset)
        #expect(third.encoded == 7)
        #expect(third.features.embeddings != first.features.embeddings)
    }

    @Test("a copy of a known picture is read, not encoded; a changed one is encoded")
    func contents() async throws {
        let model = try await model()
        let path = try files.write(1, as: "a.ppm")
        _ = try await DatasetEncoder(model, cache: cache).encode(
            PictureSet(entries: [files.sample(path)]))
        let copy = try files.write(1, as: "b.ppm")
        _ = try files.write(2, as: "a.ppm")
        let encoded = try await DatasetEncoder(model, cache: cache).encode(
            PictureSet(entries: [files.sample(copy), files.sample(path)]))
        #expect(encoded.encoded == 1)
        #expect(encoded.features.digests[0] != encoded.features.digests[1])
    }

    @Test("vectors are known by how they were made", arguments: ["exif", "normalised", "decode", "rounding"])
    func settings(_ setting: String) async throws {
        let model = try await model()
        let dataset = PictureSet(entries: [files.sample(try files.write(1, as: "a.ppm"))])
        var encoder = DatasetEncoder(model, cache: cache)
        _ = try await encoder.encode(dataset)
        switch setting {
        case "exif": encoder.preprocessing.appliesOrientation = false
        case "normalised": encoder.normalised = false
        case "decode": encoder.decode = "fast"
        default: encoder.preprocessing.cropRounding = .floor
        }
        #expect(try await encoder.encode(dataset).encoded == 1)
    }

    @Test("an altered picture has a vector of its own")
    func altered() async throws {
        let model = try await model()
        let dataset = PictureSet(entries: [files.sample(try files.write(1, as: "a.ppm"))])
        var encoder = DatasetEncoder(model, cache: cache)
        let plain = try await encoder.encode(dataset).features.embeddings
        encoder.alteration = PictureAlteration(identity: "black 1") { image, _ in
            let rows = image.width * 3
            return
                (try? RGBImage(
                    width: image.width, height: image.height, rowBytes: rows,
                    pixels: [UInt8](repeating: 0, count: rows * image.height))) ?? image
        }
        let black = try await encoder.encode(dataset)
        #expect(black.encoded == 1)
        #expect(black.features.embeddings != plain)
        #expect(try await encoder.encode(dataset).encoded == 0)
    }

    @Test("damaged vectors are computed again")
    func damage() async throws {
        let model = try await model()
        let dataset = PictureSet(entries: [files.sample(try files.write(1, as: "a.ppm"))])
        let first = try await DatasetEncoder(model, cache: cache).encode(dataset)
        let shelf = try #require(cache.folder) + "/image-embeddings"
        let folder = shelf + "/" + (TemporaryFolder.list(shelf)?.first ?? "")
        let table = folder + "/" + (TemporaryFolder.list(folder)?.first ?? "")
        var bytes = try FileBytes(path: table).copy()
        bytes[bytes.count - 3] ^= 1
        try files.write(bytes, to: table)
        let second = try await DatasetEncoder(model, cache: cache).encode(dataset)
        #expect(second.encoded == 1)
        #expect(second.features.embeddings == first.features.embeddings)
    }

    @Test("a dataset without a picture that can be read is an error that says why")
    func empty() async throws {
        let model = try await model()
        let none = await #expect(throws: DatasetError.self) {
            try await DatasetEncoder(model).encode(PictureSet(entries: []))
        }
        #expect(none?.message == "pictures has no pictures")
        let broken = await #expect(throws: DatasetError.self) {
            try await DatasetEncoder(model).encode(
                PictureSet(entries: [.unreadable(id: "x", reason: "it is a film")]))
        }
        #expect(broken?.message.contains("x: it is a film") == true)
    }

    /// Other content of the same size, with the same times.
    private func overwriteKeepingState(_ path: String) throws {
        let stamp = try #require(FileStamp(path: Array(path.utf8)))
        try replaceInPlace(path)
        restoreTime(path, nanoseconds: stamp.modified)
        #expect(FileStamp(path: Array(path.utf8)) == stamp)
    }
}
