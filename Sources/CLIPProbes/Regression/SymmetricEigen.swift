internal import CLIPNumerics

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Eigenvalues and eigenvectors of a symmetric matrix, in float64: Householder's tridiagonal form, then QL steps with
/// implicit shifts (Golub and Van Loan 2013, §8.3).
struct SymmetricEigen {
    /// Not in order.
    private(set) var values: [Double]
    /// `[n, n]`: row `i` is the unit eigenvector of `values[i]`.
    private(set) var vectors: [Double]

    /// - Parameters:
    ///   - matrix: `[n, n]`, symmetric.
    ///   - count: n
    /// - Complexity: about 10 n³ operations.
    init(_ matrix: [Double], count n: Int, compute: Compute) {
        precondition(matrix.count == n * n, "\(matrix.count) numbers are not \(n) × \(n)")
        var a = matrix
        var off = [Double](repeating: 0, count: n)
        let reflections = Self.tridiagonalise(&a, n, off: &off, compute)
        values = (0..<n).map { a[$0 * n + $0] }
        vectors = Self.basis(reflections, n, compute)
        diagonalise(off, n, compute)
    }

    private struct Reflection {
        /// Acts on the numbers from here on.
        let first: Int
        /// `I - vector vectorᵀ`
        let vector: [Double]
    }

    // A becomes tridiagonal; `off` gets what stands beside its diagonal.
    private static func tridiagonalise(
        _ a: inout [Double], _ n: Int, off: inout [Double], _ compute: Compute
    ) -> [Reflection] {
        var reflections: [Reflection] = []
        for k in 0..<max(0, n - 1) {
            let first = k + 1
            var v = Array(a[(k * n + first)..<((k + 1) * n)])
            let length = dot(v, v).squareRoot()
            off[k] = v[0] > 0 ? -length : length
            guard n - first > 1, length > 0 else {
                off[k] = v[0]
                continue
            }
            v[0] -= off[k]
            let scale = (2 / dot(v, v)).squareRoot()
            for i in v.indices { v[i] *= scale }
            var w = [Double](repeating: 0, count: v.count)
            let rows = v.count
            // w = A v, then A becomes A - v wᵀ - w vᵀ.
            a.withUnsafeMutableBufferPointer { a in
                w.withUnsafeMutableBufferPointer { w in
                    v.withUnsafeBufferPointer { v in
                        nonisolated(unsafe) let (a, w, v) = (a, w, v)
                        let chunk = max(32, 16384 / rows)
                        let chunks = (rows + chunk - 1) / chunk
                        compute.parallel(chunks) { index, _ in
                            for i in index * chunk..<min((index + 1) * chunk, rows) {
                                w[i] = dot(a.baseAddress! + (first + i) * n + first, v.baseAddress!, rows)
                            }
                        }
                        let half = dot(w.baseAddress!, v.baseAddress!, rows) / 2
                        for i in 0..<rows { w[i] -= half * v[i] }
                        compute.parallel(chunks) { index, _ in
                            for i in index * chunk..<min((index + 1) * chunk, rows) {
                                let row = a.baseAddress! + (first + i) * n + first
                                let (vi, wi) = (v[i], w[i])
                                for j in 0..<rows { row[j] -= vi * w[j] + wi * v[j] }
                            }
                        }
                    }
                }
            }
            reflections.append(Reflection(first: first, vector: v))
        }
        return reflections
    }

    // The reflections' product, its columns as rows.
    private static func basis(_ reflections: [Reflection], _ n: Int, _ compute: Compute) -> [Double] {
        var q = [Double](repeating: 0, count: n * n)
        for i in 0..<n { q[i * n + i] = 1 }
        q.withUnsafeMutableBufferPointer { q in
            nonisolated(unsafe) let q = q.baseAddress
            guard let q else { return }
            // A row is multiplied from the right by one reflection after the other, the last one first.
            compute.parallel(n) { row, _ in
                for reflection in reflections {
                    let x = q + row * n + reflection.first
                    reflection.vector.withUnsafeBufferPointer { v in
                        let share = dot(x, v.baseAddress!, v.count)
                        for j in 0..<v.count { x[j] -= share * v[j] }
                    }
                }
            }
        }
        var transposed = q
        for i in 0..<n {
            for j in 0..<n { transposed[j * n + i] = q[i * n + j] }
        }
        return transposed
    }

    private struct Rotation {
        let index: Int
        let cosine: Double, sine: Double
    }

    private mutating func diagonalise(_ beside: [Double], _ n: Int, _ compute: Compute) {
        var off = beside
        for low in 0..<n {
            // Each takes two or three steps; a matrix of finite numbers never needs sixty.
            for _ in 0..<60 {
                var high = low
                while high < n - 1 {
                    let size = abs(values[high]) + abs(values[high + 1])
                    if abs(off[high]) <= .ulpOfOne * size { break }
                    high += 1
                }
                if high == low { break }
                rotate(step(low, high, &off), n, compute)
            }
        }
    }

    // One QL step on the block from `low` to `high`.
    private mutating func step(_ low: Int, _ high: Int, _ off: inout [Double]) -> [Rotation] {
        var rotations: [Rotation] = []
        var g = (values[low + 1] - values[low]) / (2 * off[low])
        let root = hypot(g, 1)
        g = values[high] - values[low] + off[low] / (g + (g < 0 ? -root : root))
        var (sine, cosine, shift) = (1.0, 1.0, 0.0)
        for i in (low..<high).reversed() {
            let f = sine * off[i]
            let b = cosine * off[i]
            let length = hypot(f, g)
            off[i + 1] = length
            if length == 0 {
                values[i + 1] -= shift
                off[high] = 0
                return rotations
            }
            (sine, cosine) = (f / length, g / length)
            g = values[i + 1] - shift
            let r = (values[i] - g) * sine + 2 * cosine * b
            shift = sine * r
            values[i + 1] = g + shift
            g = cosine * r - b
            rotations.append(Rotation(index: i, cosine: cosine, sine: sine))
        }
        values[low] -= shift
        off[low] = g
        off[high] = 0
        return rotations
    }

    // Rows i and i + 1 for each rotation in turn; columns have nothing to do with each other.
    private mutating func rotate(_ rotations: [Rotation], _ n: Int, _ compute: Compute) {
        vectors.withUnsafeMutableBufferPointer { vectors in
            nonisolated(unsafe) let vectors = vectors
            guard let base = vectors.baseAddress else { return }
            nonisolated(unsafe) let start = base
            let width = 64
            compute.parallel((n + width - 1) / width) { chunk, _ in
                let (first, count) = (chunk * width, min(width, n - chunk * width))
                for rotation in rotations {
                    let x = start + rotation.index * n + first
                    let y = x + n
                    let (c, s) = (rotation.cosine, rotation.sine)
                    for j in 0..<count {
                        let (a, b) = (x[j], y[j])
                        y[j] = s * a + c * b
                        x[j] = c * a - s * b
                    }
                }
            }
        }
    }
}
