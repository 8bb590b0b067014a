package import CLIPImages

/// What a head on frozen features may take of a picture.
public enum PictureFeatures: String, Sendable, Hashable, CaseIterable {
    /// The embedding that pictures share with texts, before it is made a unit vector.
    case projected
    /// A vision transformer's pooled output before the projection: what the paper's probes took (A.3).
    case preProjection = "pre-projection"
    /// No model at all: the model's crop as 32 × 32 means of red, green and blue, 0…1.
    case pixels

    // Cells of the grid that pixels are averaged over, each way.
    static let pixelGrid = 32

    /// Numbers per picture; nil where a model has no such features: a ResNet's pooling ends in its projection.
    public func dimension(of model: ModelConfiguration) -> Int? {
        switch self {
        case .projected: model.vision == nil ? nil : model.embedDimension
        case .preProjection:
            if case .vit(let sizes)? = model.vision { sizes.width } else { nil }
        case .pixels: Self.pixelDimension
        }
    }

    /// Numbers of a picture's pixels.
    static var pixelDimension: Int { 3 * pixelGrid * pixelGrid }

    /// What a model must be asked for; raw vectors where they are projected.
    package func output(of model: ModelConfiguration) -> PictureOutput {
        switch self {
        case .projected: .embedding(normalised: false)
        case .preProjection: .pooled(width: dimension(of: model) ?? 0)
        case .pixels: .pixels
        }
    }

    /// The means of a crop's cells, `[32, 32, 3]`.
    package static func pixels(of crop: RGBImage) -> [Float] {
        let grid = pixelGrid
        return crop.pixels.withUnsafeBufferPointer { pixels in
            var result: [Float] = []
            result.reserveCapacity(3 * grid * grid)
            for row in 0..<grid {
                let rows = cell(row, crop.height)
                for column in 0..<grid {
                    let columns = cell(column, crop.width)
                    var sums = (0, 0, 0)
                    for y in rows {
                        for x in columns {
                            let place = (y * crop.width + x) * 3
                            sums.0 += Int(pixels[place])
                            sums.1 += Int(pixels[place + 1])
                            sums.2 += Int(pixels[place + 2])
                        }
                    }
                    let scale = 1 / (255 * Float(rows.count * columns.count))
                    result += [Float(sums.0) * scale, Float(sums.1) * scale, Float(sums.2) * scale]
                }
            }
            return result
        }
    }

    // At least one pixel, also of a crop that is smaller than the grid.
    private static func cell(_ index: Int, _ size: Int) -> Range<Int> {
        let first = index * size / pixelGrid
        return first..<max(first + 1, (index + 1) * size / pixelGrid)
    }
}
