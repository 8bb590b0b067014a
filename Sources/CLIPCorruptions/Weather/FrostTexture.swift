internal import CLIPData

/// A pane of ice: feathery crystals over soft hills of thickness, in the colours of a winter's day.
///
/// The published corruption cuts pieces out of five photographs whose licence nobody states. This texture is computed
/// instead. It keeps what makes the corruption hard: its tones are drawn from the same four means and deviations of red,
/// green and blue, with the same odds, and its details lie at the same scales.
struct FrostTexture {
    /// Mean and standard deviation of red, green and blue.
    struct Tone {
        let mean: SIMD3<Double>
        let deviation: SIMD3<Double>
    }

    /// Of the published photographs; the second is among them twice.
    static let tones = [
        Tone(mean: [77.7, 149.1, 165.7], deviation: [26.9, 16.5, 15.3]),
        Tone(mean: [200.8, 205.4, 214.5], deviation: [21.4, 22.1, 22.6]),
        Tone(mean: [200.8, 205.4, 214.5], deviation: [21.4, 22.1, 22.6]),
        Tone(mean: [137.6, 152.8, 165.2], deviation: [28.5, 28.5, 29.9]),
        Tone(mean: [112.4, 123.4, 134.8], deviation: [44.4, 43.3, 41.7]),
    ]

    /// RGB triples, row by row.
    let samples: [UInt8]

    init(width: Int, height: Int, _ random: inout RandomState) {
        let tone = Self.tones[random.randint(0..<Self.tones.count)]
        var relief = FrostRelief(width: width, height: height)
        // One feather for so many pixels: they overlap everywhere.
        for _ in 0..<max(1, width * height / 100) { relief.grow(&random) }
        let crystals = Samples<Double>(width: width, height: height, channels: 1) { values in
            _ = values.update(fromContentsOf: relief.values)
        }.blurred(deviation: 0.62)
        var side = 4
        while side < max(width, height) { side *= 2 }
        let plasma = PlasmaFractal(side: side, decay: 1.6, &random)
        let hills = (0..<width * height).map { plasma.heights[$0 / width * side + $0 % width] }
        let mixed = Self.standardised(
            zip(Self.standardised(crystals.values), Self.standardised(hills)).map { 0.94 * $0 + 0.34 * $1 })
        samples = mixed.flatMap { value in
            let colour = (tone.mean + tone.deviation * value).clamped(
                lowerBound: SIMD3(repeating: 0), upperBound: SIMD3(repeating: 255))
            return [Levels.whole(colour.x), Levels.whole(colour.y), Levels.whole(colour.z)]
        }
    }

    /// Shifted and scaled to mean 0 and deviation 1; all 0 where there is no deviation.
    private static func standardised(_ values: [Double]) -> [Double] {
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        let scale = variance > 0 ? 1 / variance.squareRoot() : 0
        return values.map { ($0 - mean) * scale }
    }
}
