internal import CLIPData
internal import CLIPImages

extension RGBImage {
    /// The published strengths of snow.
    private struct SnowStrength {
        let mean: Double
        let deviation: Double
        let zoom: Double
        let threshold: Double
        let radius: Int
        let blur: Double
        let kept: Double
    }

    /// Whitens the picture and lays falling flakes over it, the same ones upside down, too.
    func snow(_ severity: Severity, _ random: inout RandomState) -> RGBImage {
        let strength = severity([
            SnowStrength(mean: 0.1, deviation: 0.3, zoom: 3, threshold: 0.5, radius: 10, blur: 4, kept: 0.8),
            SnowStrength(mean: 0.2, deviation: 0.3, zoom: 2, threshold: 0.5, radius: 12, blur: 4, kept: 0.7),
            SnowStrength(mean: 0.55, deviation: 0.3, zoom: 4, threshold: 0.9, radius: 12, blur: 8, kept: 0.7),
            SnowStrength(
                mean: 0.55, deviation: 0.3, zoom: 4.5, threshold: 0.85, radius: 12, blur: 8, kept: 0.65),
            SnowStrength(
                mean: 0.55, deviation: 0.3, zoom: 2.5, threshold: 0.85, radius: 12, blur: 12, kept: 0.55),
        ])
        let flakes = flakes(strength, &random)
        let (kept, whitened) = (Float(strength.kept), Float(1 - strength.kept))
        let units = (0...255).map { Float($0) / 255 }
        return replacingPixels { samples, snowy in
            for y in 0..<height {
                for x in 0..<width {
                    let start = (y * width + x) * 3
                    let rgb = (0..<3).map { units[Int(samples[start + $0])] }
                    let luma = rgb[0] * 0.299 + rgb[1] * 0.587 + rgb[2] * 0.114
                    let lightest = luma * 1.5 + 0.5
                    let turned = flakes.values[(height - 1 - y) * flakes.width + width - 1 - x]
                    for channel in 0..<3 {
                        let value = kept * rgb[channel] + whitened * max(rgb[channel], lightest)
                        snowy[start + channel] = Levels.sample(
                            Double(value) + flakes.values[y * flakes.width + x] + turned)
                    }
                }
            }
        }
    }

    /// The flakes: noise, magnified, thresholded and moved downwards. A layer is at least as large as the picture.
    private func flakes(_ strength: SnowStrength, _ random: inout RandomState) -> Samples<Double> {
        let noise = Samples<Double>(width: width, height: height, channels: 1) { noise in
            for index in noise.indices {
                noise[index] = random.normal(mean: strength.mean, deviation: strength.deviation)
            }
        }
        let zoom = ClippedZoom(width: width, height: height, factor: strength.zoom, isCut: false)
        let across = zoom.x.places.count
        var layer = Samples<Double>(width: across, height: zoom.y.places.count, channels: 1) { layer in
            noise.values.withUnsafeBufferPointer { noise in
                zoom.rows(of: noise.baseAddress!, row: width, channels: 1) { y, row in
                    for x in 0..<across {
                        layer[y * across + x] = row[x] < strength.threshold ? 0 : min(row[x], 1)
                    }
                }
            }
        }
        let trail = Trail(
            radius: strength.radius, deviation: strength.blur, angle: random.uniform(-135, -45))
        layer = trail.blurring(layer)
        for index in layer.values.indices {
            layer.values[index] = (layer.values[index] * 255).rounded(.toNearestOrEven) / 255
        }
        return layer
    }
}
