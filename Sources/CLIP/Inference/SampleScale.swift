internal import CLIPImages

/// How samples of 0…255, less 128, become normalised ones: `sample · scale + shift`, a factor and a summand for each
/// channel.
///
/// Samples are whole numbers, which bf16 holds exactly, and normalised ones are not; so in bf16 the first filter takes
/// them as they are, with this folded into it.
package struct SampleScale: Sendable {
    let scale, shift: SIMD3<Double>

    /// That of a model's own preprocessing; nil if it has no image tower.
    init?(_ folder: ModelFolder) {
        guard let configuration = folder.preprocessing else { return nil }
        let preprocessing = Preprocessing(configuration)
        let deviation = SIMD3<Double>(preprocessing.standardDeviation)
        scale = preprocessing.rescaleFactor / deviation
        shift = (128 * preprocessing.rescaleFactor - SIMD3<Double>(preprocessing.mean)) / deviation
    }
}
