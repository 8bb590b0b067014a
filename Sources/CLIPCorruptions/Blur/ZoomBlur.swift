internal import CLIPImages

extension RGBImage {
    /// The mean of the picture and of magnified ones.
    func zoomBlur(_ severity: Severity) -> RGBImage {
        let (largest, step) = severity([(1.11, 0.01), (1.16, 0.01), (1.21, 0.02), (1.26, 0.02), (1.31, 0.03)])
        let factors = Self.factors(upTo: largest, by: step)
        let picture = Samples(self, (0...255).map { Float(Double($0) / 255) })
        let row = picture.row
        let sum = Samples<Float>(width: width, height: height, channels: 3) { sum in
            sum.initialize(repeating: 0)
            picture.values.withUnsafeBufferPointer { values in
                for factor in factors {
                    let zoom = ClippedZoom(width: width, height: height, factor: factor, isCut: true)
                    zoom.rows(of: values.baseAddress!, row: row, channels: 3) { y, magnified in
                        let target = sum.baseAddress! + y * row
                        for x in 0..<row { target[x] += Float(magnified[x]) }
                    }
                }
                for index in sum.indices {
                    sum[index] = (values[index] + sum[index]) / Float(factors.count + 1)
                }
            }
        }
        return sum.image(Levels.sample)
    }

    /// From 1 in equal steps to below `end`; the published lists come from NumPy's `arange`, whose last element may
    /// round past the end.
    private static func factors(upTo end: Double, by step: Double) -> [Double] {
        let count = Int(((end - 1) / step).rounded(.up))
        let rounded = (1 + step) - 1
        return (0..<count).map { 1 + Double($0) * rounded }
    }
}
