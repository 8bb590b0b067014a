import CLIPTestSupport
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@testable import CLIPImages

/// What Pillow makes of odd, broken and rare files.
private struct ReaderGoldens: Decodable {
    struct File: Decodable {
        var file: String
        var mode: String?
        var width: Int?
        var height: Int?
        /// The digest of the pixels in RGB, as stored.
        var stored: String?
        /// The same, turned as `exif_transpose` turns them.
        var upright: String?
        /// Why the reference refuses it.
        var refused: String?
    }

    /// Where this software decides otherwise: a file, and why.
    struct Difference: Decodable {
        var file: String
        var ours: String
        var reason: String
    }

    var files: [File]
    var differences: [Difference]

    static func load() throws -> ReaderGoldens {
        let data = try Data(contentsOf: URL(filePath: GoldenPictures.folder + "/e-readers.json"))
        return try JSONDecoder().decode(ReaderGoldens.self, from: data)
    }
}

@Suite("Odd and broken files are read as Pillow reads them")
struct ReaderGoldenTests {
    @Test("mode, size and pixels, as stored and upright, or a refusal; every difference has its reason")
    func equal() throws {
        let goldens = try ReaderGoldens.load()
        #expect(goldens.files.count > 220)
        var found: [String: String] = [:]
        for golden in goldens.files {
            if let ours = difference(golden) { found[golden.file] = ours }
        }
        let expected = Dictionary(uniqueKeysWithValues: goldens.differences.map { ($0.file, $0.ours) })
        for (file, ours) in found.sorted(by: { $0.key < $1.key }) {
            #expect(expected[file] == ours, "\(file): \(ours)")
        }
        for (file, ours) in expected { #expect(found[file] == ours, "\(file): no longer so") }
        #expect(goldens.differences.allSatisfy { $0.reason.count > 20 })
    }

    /// What is otherwise than in the reference; nil where nothing is.
    private func difference(_ golden: ReaderGoldens.File) -> String? {
        let path = GoldenPictures.folder + "/" + golden.file
        do throws(ImageError) {
            let stored = try DecodedImage(path: path, options: .init(appliesOrientation: false))
            guard golden.refused == nil else { return "decoded" }
            guard stored.mode.rawValue == golden.mode else { return "mode \(stored.mode.rawValue)" }
            guard stored.width == golden.width, stored.height == golden.height else { return "size" }
            guard RGBImage(stored).pixels.sha256 == golden.stored else { return "pixels" }
            return RGBImage(stored.upright()).pixels.sha256 == golden.upright ? nil : "orientation"
        } catch {
            #expect(error.path == path && error.message.count > 10)
            return golden.refused == nil ? "refused" : nil
        }
    }
}
