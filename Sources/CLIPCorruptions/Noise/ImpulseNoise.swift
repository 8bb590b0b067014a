internal import CLIPData
internal import CLIPImages

extension RGBImage {
    /// Makes a share of the samples white or black, each with half the chance.
    ///
    /// The reference leaves this to scikit-image, which draws which samples before which of them turn white; versions
    /// from 0.21 draw from a generator of their own, earlier ones from `numpy.random` as here.
    func impulseNoise(_ severity: Severity, _ random: inout RandomState) -> RGBImage {
        let share = severity([0.03, 0.06, 0.09, 0.17, 0.27])
        let kept = Levels.units.map(Levels.sample)
        return replacingPixels { samples, noisy in
            withUnsafeTemporaryAllocation(of: Bool.self, capacity: samples.count) { flipped in
                for index in samples.indices {
                    flipped.initializeElement(at: index, to: random.randomSample() <= share)
                }
                for index in samples.indices {
                    let salt: UInt8 = random.randomSample() <= 0.5 ? 255 : 0
                    noisy[index] = flipped[index] ? salt : kept[Int(samples[index])]
                }
            }
        }
    }
}
