/// Places on an axis that people count by: steps of 1, 2 or 5 times a power of ten.
struct Ticks: Sendable, Equatable {
    /// The places, ascending; their ends enclose what the axis was made for.
    let values: [Double]
    /// Decimals that tell them apart.
    let decimals: Int

    /// Ticks that enclose `range`.
    /// - Parameters:
    ///   - range: what is to be shown; a single place or no number at all becomes a range around it.
    ///   - count: about how many steps, at least 1.
    ///   - limits: where the axis must end, such as 0 and 1 for shares.
    init(
        enclosing range: ClosedRange<Double>, steps count: Int = 5, within limits: ClosedRange<Double>? = nil
    ) {
        precondition(count > 0, "an axis of \(count) steps")
        var lower = range.lowerBound
        var upper = range.upperBound
        if !lower.isFinite || !upper.isFinite { (lower, upper) = (0, 1) }
        if upper - lower < max(lower.magnitude, upper.magnitude) * 1e-9 || upper == lower {
            let margin = lower == 0 ? 0.5 : lower.magnitude * 0.1
            (lower, upper) = (lower - margin, upper + margin)
        }
        let rough = (upper - lower) / Double(count)
        var power = 1.0
        var places = 0
        while power > rough {
            power /= 10
            places += 1
        }
        while power * 10 <= rough {
            power *= 10
            places -= 1
        }
        let factor = [1.0, 2, 5, 10].first { $0 * power >= rough * 0.999_999 } ?? 10
        if factor == 10 { places -= 1 }
        // Counting in whole steps keeps 0.1 + 0.1 + 0.1 from being 0.30000000000000004.
        let step = factor * power
        let nudge = 1e-6
        var first = Int((lower / step + nudge).rounded(.down))
        var last = Int((upper / step - nudge).rounded(.up))
        if let limits {
            first = max(first, Int((limits.lowerBound / step - nudge).rounded(.up)))
            last = min(last, Int((limits.upperBound / step + nudge).rounded(.down)))
        }
        let scale = (0..<max(places, 0)).reduce(1.0) { value, _ in value * 10 }
        values = (first...max(first, last)).map { index in
            let value = Double(index) * step
            return places > 0 ? (value * scale).rounded() / scale : value
        }
        decimals = max(places, 0)
    }

    /// From the first tick to the last.
    var range: ClosedRange<Double> { (values.first ?? 0)...(values.last ?? 1) }
}

/// Where a value lies on an axis, in pixels.
struct LinearScale: Sendable {
    /// Values, from the start of the axis to its end.
    let values: ClosedRange<Double>
    /// The pixels of both ends; the first may be the larger, as on an axis that grows upwards.
    let pixels: (start: Double, end: Double)

    func callAsFunction(_ value: Double) -> Double {
        let length = values.upperBound - values.lowerBound
        guard length > 0, value.isFinite else { return pixels.start }
        let clamped = min(max(value, values.lowerBound), values.upperBound)
        return pixels.start + (clamped - values.lowerBound) / length * (pixels.end - pixels.start)
    }
}
