import CLIPImages
import CLIPNumerics
import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Prepared towers")
struct PreparedTests {
    private let folder = TemporaryFolder()
    private var cache: DiskCache { DiskCache(folder: folder.path + "/cache") }
    private var model: String { folder.path + "/model" }

    /// A copy of a golden's folder that was last changed long ago.
    private func copy(_ name: String) throws {
        try FileManager.default.copyItem(atPath: Golden.folder + "/networks/" + name, toPath: model)
        try age()
    }

    private func age(_ seconds: Double = 3600) throws {
        for file in TemporaryFolder.list(model) ?? [] {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -seconds)], ofItemAtPath: "\(model)/\(file)")
        }
    }

    private func vectors(_ clip: CLIPModel) async throws -> [EmbeddingMatrix] {
        let side = clip.preprocessing.size
        let pixels = (0..<side * side * 3).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        let picture = try RGBImage(width: side, height: side, rowBytes: side * 3, pixels: pixels)
        return [try await clip.encode(crops: [picture]), try await clip.encode(tokens: [[1, 5, 7, 9]])]
    }

    private func files() -> [String] {
        ["vision", "text"].flatMap { tower in
            (TemporaryFolder.list("\(cache.folder ?? "")/prepared/\(tower)") ?? []).map {
                "\(cache.folder ?? "")/prepared/\(tower)/\($0)"
            }
        }
    }

    @Test(
        "the same bits, from mapped panels, on every instruction set",
        arguments: ["vit-quickgelu", "resnet", "hf-quickgelu"])
    func bits(name: String) async throws {
        try copy(name)
        for compute in InstructionSet.allCases.filter(\.isAvailable).map({
            Compute(threads: 2, instructionSet: $0)
        }) {
            let plain = try await CLIPModel.load(model, compute: compute)
            let towers = try await plain.prepare(in: cache)
            #expect(towers.map(\.tower) == [.vision, .text] && towers.allSatisfy { !$0.wasThere })
            #expect(towers.allSatisfy { $0.bytes > 1000 })
            let prepared = try await CLIPModel.load(model, compute: compute, cache: cache)
            let shelf = PreparedShelf(
                cache: cache, store: prepared.weights.store, compute: compute, element: prepared.element)
            #expect(shelf.matrices(of: .vision) != nil && shelf.matrices(of: .text) != nil)
            #expect(try await vectors(prepared) == vectors(plain))
            #expect(try await prepared.prepare(in: cache).allSatisfy { $0.wasThere })
        }
        #expect(cache.info().contains { $0.category == "prepared" && $0.files == files().count })
        #expect(cache.clear("prepared").failed.isEmpty && files().isEmpty)
    }

    @Test("what is mapped is what was packed: another number there shows in the vectors")
    func mapped() async throws {
        try copy("vit-quickgelu")
        let plain = try await CLIPModel.load(model)
        let expected = try await vectors(plain)
        for tower in try await plain.prepare(in: cache) {
            var bytes = Array(try Data(contentsOf: URL(filePath: tower.path)))
            let header = Int(bytes[0]) | Int(bytes[1]) << 8 | Int(bytes[2]) << 16
            // A large number in the first panel of the first matrix.
            bytes.replaceSubrange((8 + header)..<(12 + header), with: [0, 0, 0x80, 0x42])
            try Data(bytes).write(to: URL(filePath: tower.path))
        }
        let changed = try await vectors(CLIPModel.load(model, cache: cache))
        #expect(changed[0] != expected[0] && changed[1] != expected[1])
    }

    @Test("a file that is cut or of another size is not used", arguments: [0, 7, 100, 5000])
    func damaged(length: Int) async throws {
        try copy("vit-quickgelu")
        let plain = try await CLIPModel.load(model)
        for tower in try await plain.prepare(in: cache) {
            let bytes = try Data(contentsOf: URL(filePath: tower.path))
            try bytes.prefix(length).write(to: URL(filePath: tower.path))
        }
        #expect(try await vectors(CLIPModel.load(model, cache: cache)) == vectors(plain))
    }

    @Test("weights that changed are packed anew, and looked at again")
    func changed() async throws {
        try copy("vit-quickgelu")
        let first = try await CLIPModel.load(model, cache: cache)
        _ = try await first.prepare(in: cache)
        let store = first.weights.store
        #expect(SoundFiles(cache, store).areKnown && !SoundFiles(.disabled, store).areKnown)
        let weights = URL(filePath: model + "/open_clip_model.safetensors")
        var bytes = Array(try Data(contentsOf: weights))
        // The last number of the last tensor.
        bytes.replaceSubrange((bytes.count - 4)..<bytes.count, with: [0, 0, 0xC0, 0x7F])
        try Data(bytes).write(to: weights)
        try age(1800)
        let error = await #expect(throws: ConfigurationError.self) {
            try await CLIPModel.load(model, cache: cache)
        }
        #expect(error?.message.contains("nan") == true)
    }

    @Test("prepared towers have their own limit; the one that was used last stays")
    func limit() async throws {
        try copy("vit-quickgelu")
        let plain = try await CLIPModel.load(model)
        let towers = try await plain.prepare(in: cache)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -60)], ofItemAtPath: towers[0].path)
        cache.shrinkPrepared(to: towers[1].bytes)
        #expect(files() == [towers[1].path])
    }

    @Test("a folder that cannot be written is an error; a model in memory needs no preparation")
    func unwritable() async throws {
        try copy("vit-quickgelu")
        let plain = try await CLIPModel.load(model)
        let error = await #expect(throws: ConfigurationError.self) {
            try await plain.prepare(in: DiskCache(folder: "/proc/nowhere"))
        }
        #expect(error?.message.contains("/proc/nowhere") == true)
    }

    @Test("pictures of another size need no other panels, and get the vectors of that size")
    func imageSize() async throws {
        try copy("vit-quickgelu")
        let options = LoadingOptions(imageSize: 48)
        let expected = try await vectors(CLIPModel.load(model, options: options))
        _ = try await CLIPModel.load(model).prepare(in: cache)
        let larger = try await CLIPModel.load(model, options: options, cache: cache)
        #expect(try await larger.prepare(in: cache).allSatisfy(\.wasThere))
        #expect(files().count == 2)
        #expect(try await vectors(larger) == expected)
    }

    @Test("a folder in a prepared file's place is named, with the remedy")
    func folderInPlace() async throws {
        try copy("vit-quickgelu")
        let plain = try await CLIPModel.load(model)
        let path = try await plain.prepare(in: cache)[0].path
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path + "/inside", withIntermediateDirectories: true)
        let error = await #expect(throws: ConfigurationError.self) { try await plain.prepare(in: cache) }
        #expect(
            error?.message
                == "\(path): a folder stands where the prepared weights are to be written; remove it, "
                + "and prepare again")
        try FileManager.default.removeItem(atPath: path)
        #expect(try await plain.prepare(in: cache).map(\.wasThere) == [false, true])
    }

    @Test("prepare looks at every byte, and makes anew what is damaged or of other weights")
    func checked() async throws {
        try copy("vit-quickgelu")
        let plain = try await CLIPModel.load(model)
        let expected = try await vectors(plain)
        let towers = try await plain.prepare(in: cache)
        let sound = try Data(contentsOf: URL(filePath: towers[0].path))
        var bytes = Array(sound)
        bytes[bytes.count - 5] ^= 1
        try Data(bytes).write(to: URL(filePath: towers[0].path))
        // The other tower's file by this one's name: what is inside says whose it is.
        try sound.write(to: URL(filePath: towers[1].path))
        #expect(try await vectors(CLIPModel.load(model, cache: cache))[1] == expected[1])
        #expect(try await plain.prepare(in: cache).map(\.wasThere) == [false, false])
        #expect(try await plain.prepare(in: cache).map(\.wasThere) == [true, true])
        #expect(try Data(contentsOf: URL(filePath: towers[0].path)) == sound)
        #expect(try await vectors(CLIPModel.load(model, cache: cache)) == expected)
    }
}
