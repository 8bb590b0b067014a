import CLIPTestSupport
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@testable import CLIPImages

@Suite("A cut file is an error or the whole picture, never a part of it")
struct CutTests {
    /// Every picture among the goldens that is small enough to be decoded many times.
    private static func samples() throws -> [String] {
        let root = GoldenPictures.folder
        var samples: [String] = []
        for name in try FileManager.default.subpathsOfDirectory(atPath: root) {
            let bytes = try? FileBytes.read(root + "/" + name, options: .init())
            guard let bytes, bytes.count <= 60_000 else { continue }
            samples.append(name)
        }
        return samples.sorted()
    }

    @Test("every sample of every format, cut at many places")
    func cut() throws {
        var random = SeededGenerator(seed: 11)
        var formats: [String: Int] = [:]
        var tried = 0
        for name in try Self.samples() {
            let bytes = try FileBytes.read(GoldenPictures.folder + "/" + name, options: .init())
            let options = DecodingOptions(maximumMegapixels: 16)
            guard let whole = try? DecodedImage(bytes: bytes, options: options),
                whole.width * whole.height < 400_000
            else { continue }
            formats[bytes.withUnsafeBytes { ImageFormat(of: $0).rawValue }, default: 0] += 1
            let count = bytes.count
            var places = [0, 1, 3, 8, 20, count / 4, count / 2, count * 3 / 4, count * 7 / 8]
            places += [count - 1, count - 2, count - 5, count - 12, count - 30, count - 100]
            places += (0..<8).map { _ in Int.random(in: 0..<count, using: &random) }
            for place in Set(places) where (0..<count).contains(place) {
                tried += 1
                guard let part = try? DecodedImage(bytes: Array(bytes.prefix(place)), options: options) else {
                    continue
                }
                #expect(isWhole(part, whole, name), "\(name) cut to \(place) of \(count) bytes")
            }
        }
        #expect(formats.count >= 5 && formats.values.allSatisfy { $0 >= 3 }, "\(formats)")
        #expect(tried > 4000)
    }

    /// Whether nothing of a picture is missing.
    private func isWhole(_ part: DecodedImage, _ whole: DecodedImage, _ name: String) -> Bool {
        guard part.width == whole.width, part.height == whole.height else { return false }
        let (part, whole) = (RGBImage(part).pixels, RGBImage(whole).pixels)
        // In numbers written as text nobody can see that the last one had more digits.
        return name.contains("pnm/plain-") ? part.dropLast(3) == whole.dropLast(3) : part == whole
    }
}
