internal import CLIPData
internal import CLIPImages

extension RGBImage {
    /// Adds a plasma fractal of light, and brings the picture back to its brightest sample.
    func fog(_ severity: Severity, _ random: inout RandomState) -> RGBImage {
        let (amount, decay) = severity([(1.5, 2.0), (2, 2), (2.5, 1.7), (2.5, 1.5), (3, 1.4)])
        var side = 4
        while side < max(width, height) { side *= 2 }
        let plasma = PlasmaFractal(side: side, decay: decay, &random)
        let brightest = Levels.units[Int(pixels.max() ?? 0)]
        return replacingPixels { samples, foggy in
            for y in 0..<height {
                for x in 0..<width {
                    let light = amount * plasma.heights[y * side + x]
                    for index in (y * width + x) * 3..<(y * width + x) * 3 + 3 {
                        let value = Levels.units[Int(samples[index])] + light
                        foggy[index] = Levels.sample(value * brightest / (brightest + amount))
                    }
                }
            }
        }
    }
}
