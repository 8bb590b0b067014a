internal import CLIPData
internal import CLIPImages

extension RGBImage {
    /// Adds normal noise to every sample.
    func gaussianNoise(_ severity: Severity, _ random: inout RandomState) -> RGBImage {
        let deviation = severity([0.08, 0.12, 0.18, 0.26, 0.38])
        return replacingPixels { samples, noisy in
            for index in samples.indices {
                let noise = random.normal(deviation: deviation)
                noisy[index] = Levels.sample(Levels.units[Int(samples[index])] + noise)
            }
        }
    }
}
