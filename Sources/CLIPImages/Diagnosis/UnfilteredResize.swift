/// A resize without antialiasing, as OpenCV's and as PyTorch's `interpolate` unless it is told otherwise: the
/// nearest two or four pixels of each direction are weighed, however much the picture shrinks.
enum UnfilteredResize {
    /// The part of the resized picture that `geometry` keeps, as samples `[H, W, 3]`.
    /// - Parameter cubic: Keys' cubic with a = −¾; else linear.
    static func crop(_ image: RGBImage, by geometry: CropGeometry, cubic: Bool) -> [UInt8] {
        let columns = taps(from: image.width, geometry.x, cubic)
        let rows = taps(from: image.height, geometry.y, cubic)
        var samples: [UInt8] = []
        samples.reserveCapacity(rows.count * columns.count * 3)
        for row in rows {
            for column in columns {
                for channel in 0..<3 {
                    var sum: Float = 0
                    for (y, down) in row {
                        for (x, across) in column {
                            sum += down * across * Float(image.pixels[(y * image.width + x) * 3 + channel])
                        }
                    }
                    samples.append(UInt8(max(0, min(255, sum.rounded()))))
                }
            }
        }
        return samples
    }

    /// The pixels that each output is made of, with their weights.
    private static func taps(
        from size: Int, _ axis: CropGeometry.Axis, _ cubic: Bool
    ) -> [[(place: Int, weight: Float)]] {
        let scale = Float(size) / Float(axis.resized)
        return (axis.start..<axis.start + axis.count).map { output in
            let centre = (Float(output) + 0.5) * scale - 0.5
            let first = Int(centre.rounded(.down))
            let reach = cubic ? -1...2 : 0...1
            return reach.map { offset in
                let distance = abs(centre - Float(first + offset))
                let weight = cubic ? keys(distance) : max(0, 1 - distance)
                return (max(0, min(size - 1, first + offset)), weight)
            }
        }
    }

    private static func keys(_ x: Float) -> Float {
        let a: Float = -0.75
        if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
        return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0
    }
}
