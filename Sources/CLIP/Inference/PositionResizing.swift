/// The learned positions of a grid of patches, brought to a grid of another size, so that a vision
/// transformer sees pictures of another size than those that it was trained on (Dosovitskiy et al. 2021, §3.2).
package struct PositionResizing: Sendable {
    /// Patches along one side in the checkpoint.
    let from: Int
    /// Patches along one side in the network.
    let to: Int
    /// How the values between the checkpoint's are found.
    let filter: ModelConfiguration.PositionFilter

    /// - Parameter positions: `[1 + from², width]`: the class token's, which stays, and the grid's.
    /// - Returns: `[1 + to², width]`
    package func resized(_ positions: [Float], width: Int) -> [Float] {
        let taps = (0..<to).map(taps)
        // Columns first, then rows; in double precision, because it is done once.
        var wide = [Double](repeating: 0, count: from * to * width)
        for y in 0..<from {
            for x in 0..<to {
                for (source, weight) in taps[x] {
                    let row = width * (1 + y * from + source)
                    for column in 0..<width {
                        wide[(y * to + x) * width + column] += weight * Double(positions[row + column])
                    }
                }
            }
        }
        var result = Array(positions[..<width])
        result.reserveCapacity((1 + to * to) * width)
        for y in 0..<to {
            for x in 0..<to {
                for column in 0..<width {
                    let value = taps[y].reduce(0.0) { sum, tap in
                        sum + tap.weight * wide[(tap.source * to + x) * width + column]
                    }
                    result.append(Float(value))
                }
            }
        }
        return result
    }

    /// What a place of the new grid takes from the old one, along one axis (PyTorch's `interpolate` with
    /// `align_corners=False`).
    private func taps(_ place: Int) -> [(source: Int, weight: Double)] {
        let scale = Double(from) / Double(to)
        let centre = (Double(place) + 0.5) * scale
        switch filter {
        case .bicubic:
            // Four neighbours, those beyond the border standing for the border itself.
            let first = Int((centre - 0.5).rounded(.down)) - 1
            return (first..<first + 4).map { neighbour in
                let distance = centre - 0.5 - Double(neighbour)
                return (min(max(neighbour, 0), from - 1), Self.cubic(distance, -0.75))
            }
        case .antialiasedBicubic:
            // The filter widens with the reduction; what lies beyond the border does not count.
            let stretch = max(scale, 1)
            let first = max(Int(centre - 2 * stretch + 0.5), 0)
            let end = min(Int(centre + 2 * stretch + 0.5), from)
            let weights = (first..<end).map { Self.cubic((Double($0) - centre + 0.5) / stretch, -0.5) }
            let sum = weights.reduce(0, +)
            return zip(first..<end, weights).map { ($0, $1 / sum) }
        }
    }

    /// Keys's cubic convolution (1981); PyTorch takes another `sharpness` with antialiasing, as Pillow does.
    private static func cubic(_ distance: Double, _ sharpness: Double) -> Double {
        let x = abs(distance)
        if x < 1 { return ((sharpness + 2) * x - (sharpness + 3)) * x * x + 1 }
        if x < 2 { return ((x - 5) * x + 8) * x * sharpness - 4 * sharpness }
        return 0
    }
}

extension ModelConfiguration.VisionTransformer {
    /// From the checkpoint's positions to the network's.
    var positionResizing: PositionResizing {
        PositionResizing(from: trainedGrid, to: grid, filter: positionFilter)
    }
}
