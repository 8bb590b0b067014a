internal import CLIPImages

extension RGBImage {
    /// Brings every sample nearer to the mean of its channel.
    func contrast(_ severity: Severity) -> RGBImage {
        let kept = severity([0.4, 0.3, 0.2, 0.1, 0.05])
        return replacingPixels { samples, flat in
            for channel in 0..<3 {
                let places = stride(from: channel, to: samples.count, by: 3)
                let sum = places.reduce(0) { $0 + Int(samples[$1]) }
                let mean = Double(sum) / 255 / Double(samples.count / 3)
                let table = Levels.units.map { Levels.sample(($0 - mean) * kept + mean) }
                for index in places { flat[index] = table[Int(samples[index])] }
            }
        }
    }
}
