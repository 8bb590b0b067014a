internal import CLIPData
internal import CLIPImages

extension RGBImage {
    /// Lays ice over the picture, in the published proportions.
    func frost(_ severity: Severity, _ random: inout RandomState) -> RGBImage {
        let (kept, iced) = severity([(1, 0.4), (0.8, 0.6), (0.7, 0.7), (0.65, 0.7), (0.6, 0.75)])
        let texture = FrostTexture(width: width, height: height, &random)
        return replacingPixels { samples, frosty in
            for index in samples.indices {
                let sum = kept * Double(samples[index]) + iced * Double(texture.samples[index])
                frosty[index] = Levels.whole(min(sum, 255))
            }
        }
    }
}
