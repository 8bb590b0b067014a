#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Blurs lines with a sampled normal curve, in the order of additions of scipy's `gaussian_filter`: the farthest pair
/// is added first, and columns are filtered before rows.
struct GaussianFilter {
    /// Weights at the distances 0 … radius.
    private let weights: [Double]
    private let border: Border

    /// - Parameters:
    ///   - deviation: standard deviation in pixels, above 0.
    ///   - reach: the curve is cut behind so many standard deviations.
    init(deviation: Double, reach: Double, border: Border) {
        let radius = Int(reach * deviation + 0.5)
        let curve = (0...radius).map { exp(-0.5 / (deviation * deviation) * Double($0 * $0)) }
        let sum = (curve.reversed().dropLast() + curve).eightfoldSum
        weights = curve.map { $0 / sum }
        self.border = border
    }

    private var radius: Int { weights.count - 1 }

    /// Blurs every column.
    func columns(of samples: Samples<Double>) -> Samples<Double> {
        let row = samples.row
        return Samples(width: samples.width, height: samples.height, channels: samples.channels) { result in
            samples.values.withUnsafeBufferPointer { values in
                for y in 0..<samples.height {
                    let base = values.baseAddress! + y * row
                    let target = result.baseAddress! + y * row
                    for x in 0..<row { target[x] = base[x] * weights[0] }
                    for distance in (0...radius).dropFirst().reversed() {
                        let weight = weights[distance]
                        let above = values.baseAddress! + border.index(y - distance, samples.height) * row
                        let below = values.baseAddress! + border.index(y + distance, samples.height) * row
                        for x in 0..<row { target[x] += (above[x] + below[x]) * weight }
                    }
                }
            }
        }
    }

    /// Blurs every row.
    func rows(of samples: Samples<Double>) -> Samples<Double> {
        let channels = samples.channels
        let row = samples.row
        return Samples(width: samples.width, height: samples.height, channels: channels) { result in
            samples.values.withUnsafeBufferPointer { values in
                let room = row + 2 * radius * channels
                withUnsafeTemporaryAllocation(of: Double.self, capacity: room) { line in
                    for y in 0..<samples.height {
                        extend(
                            values.baseAddress! + y * row, samples.width, channels, into: line.baseAddress!)
                        let base = line.baseAddress! + radius * channels
                        let target = result.baseAddress! + y * row
                        for x in 0..<row { target[x] = base[x] * weights[0] }
                        for distance in (0...radius).dropFirst().reversed() {
                            let weight = weights[distance]
                            let before = base - distance * channels
                            let behind = base + distance * channels
                            for x in 0..<row { target[x] += (before[x] + behind[x]) * weight }
                        }
                    }
                }
            }
        }
    }

    /// Copies a row and what lies beyond its ends.
    private func extend(
        _ row: UnsafePointer<Double>, _ width: Int, _ channels: Int, into line: UnsafeMutablePointer<Double>
    ) {
        (line + radius * channels).initialize(from: row, count: width * channels)
        for distance in 0..<radius {
            let before = border.index(-1 - distance, width)
            let behind = border.index(width + distance, width)
            for channel in 0..<channels {
                (line + (radius - 1 - distance) * channels + channel)
                    .initialize(to: row[before * channels + channel])
                (line + (radius + width + distance) * channels + channel)
                    .initialize(to: row[behind * channels + channel])
            }
        }
    }
}

extension Samples<Double> {
    /// Blurs both ways alike.
    func blurred(deviation: Double, reach: Double = 4, border: Border = .nearest) -> Samples<Double> {
        let filter = GaussianFilter(deviation: deviation, reach: reach, border: border)
        return filter.rows(of: filter.columns(of: self))
    }
}
