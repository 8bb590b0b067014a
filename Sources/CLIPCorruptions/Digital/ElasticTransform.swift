internal import CLIPData
internal import CLIPImages

extension RGBImage {
    /// Moves every pixel a little, its neighbours nearly alike.
    func elasticTransform(_ severity: Severity, _ random: inout RandomState) -> RGBImage {
        let strength = 250 * severity([0.05, 0.065, 0.085, 0.1, 0.12])
        // The published code takes the height for both directions.
        let largest = Double(height) * 0.005
        let across = displacement(largest, strength, &random)
        let down = displacement(largest, strength, &random)
        let picture = Samples(self, (0...255).map { Float($0) / 255 })
        return replacingPixels { _, moved in
            picture.values.withUnsafeBufferPointer { values in
                for y in 0..<height {
                    for x in 0..<width {
                        let pixel = y * width + x
                        let row = Place(Double(y) + Double(down[pixel]), height)
                        let column = Place(Double(x) + Double(across[pixel]), width)
                        for channel in 0..<3 {
                            func value(_ y: Int, _ x: Int) -> Double {
                                Double(values[(y * width + x) * 3 + channel])
                            }
                            let sum =
                                value(row.before, column.before) * (1 - row.weight) * (1 - column.weight)
                                + value(row.before, column.behind) * (1 - row.weight) * column.weight
                                + value(row.behind, column.before) * row.weight * (1 - column.weight)
                                + value(row.behind, column.behind) * row.weight * column.weight
                            moved[pixel * 3 + channel] = Levels.sample(Float(sum))
                        }
                    }
                }
            }
        }
    }

    /// Smooth random numbers, one per pixel. Columns are drawn as they are stored: row by row.
    private func displacement(
        _ largest: Double, _ strength: Double, _ random: inout RandomState
    ) -> [Float] {
        let noise = Samples<Double>(width: width, height: height, channels: 1) { noise in
            for index in noise.indices { noise[index] = random.uniform(-largest, largest) }
        }
        func filter(_ side: Int) -> GaussianFilter {
            GaussianFilter(deviation: Double(side) * 0.01, reach: 3, border: .reflected)
        }
        return filter(width).rows(of: filter(height).columns(of: noise)).values.map { Float($0 * strength) }
    }
}

/// A place between two values of a line, which is mirrored behind its ends.
private struct Place {
    let before: Int
    let behind: Int
    let weight: Double

    init(_ place: Double, _ count: Int) {
        var place = place
        if count == 1 { place = 0 }
        if place < 0 { place = -place - 1 }
        if place > Double(count - 1), place >= Double(count) { place = Double(2 * count) - place - 1 }
        let start = place.rounded(.down)
        weight = place - start
        before = Border.reflected.index(Int(start), count)
        behind = Border.reflected.index(Int(start) + 1, count)
    }
}
