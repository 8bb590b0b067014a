internal import CLIPData
internal import CLIPImages

extension RGBImage {
    /// Blurs, takes pixels from random places beside them, and blurs again.
    ///
    /// The published code means to swap two pixels, but its assignment only copies the second onto the first; what is
    /// known as glass blur is that, and it is what happens here.
    func glassBlur(_ severity: Severity, _ random: inout RandomState) -> RGBImage {
        let (deviation, distance, rounds) = severity([
            (0.7, 1, 2), (0.9, 2, 1), (1, 2, 3), (1.1, 3, 2), (1.5, 4, 2),
        ])
        var samples = Samples(self, Levels.units).blurred(deviation: deviation).image(Levels.sample).pixels
        samples.withUnsafeMutableBufferPointer { samples in
            for _ in 0..<rounds { scatter(samples, by: distance, &random) }
        }
        let scattered = RGBImage(width: width, height: height, tightPixels: samples)
        return Samples(scattered, Levels.units).blurred(deviation: deviation).image(Levels.sample)
    }

    /// Goes backwards through the pixels that are not at the border and copies one of their neighbours onto each.
    private func scatter(
        _ samples: UnsafeMutableBufferPointer<UInt8>, by distance: Int, _ random: inout RandomState
    ) {
        for y in stride(from: height - distance, to: distance, by: -1) {
            for x in stride(from: width - distance, to: distance, by: -1) {
                let across = random.randint(-distance..<distance)
                let down = random.randint(-distance..<distance)
                let target = (y * width + x) * 3
                let source = ((y + down) * width + x + across) * 3
                for channel in 0..<3 { samples[target + channel] = samples[source + channel] }
            }
        }
    }
}
