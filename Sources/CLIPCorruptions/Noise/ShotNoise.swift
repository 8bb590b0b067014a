internal import CLIPData
internal import CLIPImages

extension RGBImage {
    /// Counts photons: every sample is a Poisson number whose mean is its part of so many photons.
    func shotNoise(_ severity: Severity, _ random: inout RandomState) -> RGBImage {
        let photons: Double = severity([60, 25, 12, 5, 3])
        let laws = Levels.units.map { PoissonLaw(mean: $0 * photons) }
        return replacingPixels { samples, noisy in
            for index in samples.indices {
                let counted = random.poisson(laws[Int(samples[index])])
                noisy[index] = Levels.sample(Double(counted) / photons)
            }
        }
    }
}
