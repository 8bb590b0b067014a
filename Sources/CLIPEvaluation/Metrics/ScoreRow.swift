#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What is asked of one picture's products with all classes.
enum ScoreRow {
    /// The largest products' places, largest first; equal ones in their order.
    static func selectBest(_ row: UnsafeBufferPointer<Float>, into top: UnsafeMutableBufferPointer<Int32>) {
        var kept = 0
        var least = -Float.infinity
        for (place, value) in row.enumerated() where kept < top.count || value > least {
            var slot = min(kept, top.count - 1)
            while slot > 0, value > row[Int(top[slot - 1])] {
                top[slot] = top[slot - 1]
                slot -= 1
            }
            top[slot] = Int32(place)
            kept = min(kept + 1, top.count)
            if kept == top.count { least = row[Int(top[kept - 1])] }
        }
    }

    /// How many places come before `label`: those with a larger product, and equal ones before it.
    static func rank(of label: Int, in row: UnsafeBufferPointer<Float>) -> Int {
        let own = row[label]
        var before = 0
        for place in 0..<label where row[place] >= own { before += 1 }
        for place in label + 1..<max(row.count, label + 1) where row[place] > own { before += 1 }
        return before
    }

    /// *exp(scale · x) / Σ exp(scale · xᵢ)*, shifted by the largest so that nothing overflows; summed in double precision.
    struct Softmax {
        private let scale: Float
        private let most: Float
        private let sum: Double

        init(_ row: UnsafeBufferPointer<Float>, scale: Float) {
            var most = -Float.infinity
            for value in row { most = max(most, value * scale) }
            var sum = 0.0
            for value in row { sum += Double(exp(value * scale - most)) }
            (self.scale, self.most, self.sum) = (scale, most, sum)
        }

        func part(_ product: Float) -> Float {
            Float(exp(Double(product * scale - most)) / sum)
        }
    }
}
