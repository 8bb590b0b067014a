import CLIPImages
import CLIPTestSupport
import Testing

@testable import CLIPCorruptions

/// Pictures as the reference corrupts them, from `Tests/Goldens/corruptions`.
struct CorruptionGoldens {
    /// One corrupted picture.
    struct Case {
        let name: String
        let clean: RGBImage
        let corruption: Corruption
        let severity: Severity
        let pixels: [UInt8]

        /// The seed that `Scripts/goldens_corruptions.py` gave NumPy.
        var seed: UInt32 {
            UInt32(100 * (Corruption.common.firstIndex(of: corruption) ?? 0) + severity.level)
        }
    }

    let file: Golden

    init() throws { file = try Golden(named: "corruptions/goldens") }

    /// The names of the uncorrupted pictures.
    var pictures: [String] { file.names.filter { $0.hasSuffix("/clean") } }

    func picture(_ name: String) throws -> RGBImage {
        let shape = try file.shape(name)
        return try RGBImage(width: shape[1], height: shape[0], pixels: file.bytes(name))
    }

    /// A photograph as a model sees it, 224 × 224.
    static func square() throws -> RGBImage {
        try RGBImage(path: Repository.root + "/Examples/photos/coffee.png").resized(width: 224, height: 224)
    }

    func cases(of corruption: Corruption) throws -> [Case] {
        try file.names.compactMap { name in
            let parts = name.split(separator: "/").map(String.init)
            guard parts.count == 3, parts[1] == corruption.rawValue else { return nil }
            return Case(
                name: name, clean: try picture(parts[0] + "/clean"), corruption: corruption,
                severity: try Severity(#require(Int(parts[2]))), pixels: try file.bytes(name))
        }
    }
}
