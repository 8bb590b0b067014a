import CLIP
import CLIPImages
import CLIPText

/// What is encoded over and over: pictures of noise and texts of random words, the same in every run.
struct BenchInputs {
    /// Pictures of the model's size; empty for texts.
    let crops: [RGBImage]
    /// Ids with start and end; empty for pictures.
    let tokens: [[Int32]]

    /// - Parameters:
    ///   - count: the largest batch.
    ///   - length: tokens of a text.
    init(_ count: Int, _ tower: TowerName, length: Int?, of clip: CLIPModel) throws {
        var random = Noise()
        switch tower {
        case .image:
            let side = clip.preprocessing.size
            crops = try (0..<count).map { _ in try Self.noise(width: side, height: side, &random) }
            tokens = []
        case .text:
            crops = []
            let (start, end) = (clip.tokenizer.startToken, clip.tokenizer.endToken)
            tokens = (0..<count).map { _ in
                // Start and end are the last ids of a vocabulary.
                let words = (2..<max(length ?? 2, 2)).map { _ in
                    Int32(random.next() % UInt64(max(min(start, end), 1)))
                }
                return [start] + words + [end]
            }
        }
    }

    /// A picture as cameras of the first years gave it, for the step that resizes.
    static func photograph() throws -> RGBImage {
        var random = Noise()
        return try noise(width: 1600, height: 1200, &random)
    }

    /// Texts that hardly begin alike, so that nothing is computed for two of them at once, of this many tokens each.
    static func sentences(_ count: Int, tokens: Int) -> [String] {
        var random = Noise()
        return (0..<count).map { _ in
            (2..<max(tokens, 2)).map { _ in words[Int(random.next() % UInt64(words.count))] }
                .joined(separator: " ")
        }
    }

    /// One token each in OpenAI's vocabulary.
    private static let words = [
        "photo", "cat", "dog", "red", "old", "small", "house", "tree", "bird", "boat", "chair", "river",
        "stone",
        "bread", "cloud", "green", "city", "car", "road", "mountain", "flower", "child", "woman", "man",
        "hand",
        "table", "door", "glass", "horse", "sheep", "fish", "sun",
    ]

    private static func noise(width: Int, height: Int, _ random: inout Noise) throws -> RGBImage {
        let count = width * height * 3
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
            for index in 0..<count { buffer[index] = UInt8(truncatingIfNeeded: random.next() >> 56) }
            initialised = count
        }
        return try RGBImage(width: width, height: height, pixels: pixels)
    }
}

/// Numbers without a pattern that matters here (Marsaglia 2003, xorshift).
private struct Noise {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
