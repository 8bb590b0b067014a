import CLIPTestSupport

/// Central differences in double precision, which miss the gradient of a smooth function by 1e-9 or so.
func finiteDifferences(at x: [Double], of function: ([Double]) -> Double) -> [Double] {
    let step = 1e-5
    return x.indices.map { index in
        var (above, below) = (x, x)
        above[index] += step
        below[index] -= step
        return (function(above) - function(below)) / (2 * step)
    }
}

/// |a − b| / |b| as vectors; infinite where the sizes differ or something is no number.
func relativeError(_ a: [Float], _ b: [Double]) -> Double {
    guard a.count == b.count, !a.isEmpty else { return .infinity }
    let (difference, size) = zip(a, b).reduce((0.0, 0.0)) { sums, pair in
        let d = Double(pair.0) - pair.1
        return (sums.0 + d * d, sums.1 + pair.1 * pair.1)
    }
    let error = size > 0 ? (difference / size).squareRoot() : difference.squareRoot()
    return error.isNaN ? .infinity : error
}
