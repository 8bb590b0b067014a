// Sums over long vectors of doubles, the same in every run: eight sums side by side, added at the end.

func dot(_ x: [Double], _ y: [Double]) -> Double {
    precondition(x.count == y.count, "\(x.count) and \(y.count) numbers")
    return x.withUnsafeBufferPointer { left in
        y.withUnsafeBufferPointer { right in
            guard let x = left.baseAddress, let y = right.baseAddress else { return 0 }
            return dot(x, y, left.count)
        }
    }
}

/// The same of `count` numbers that lie anywhere.
func dot(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int) -> Double {
    let (x, y) = (UnsafeRawPointer(x), UnsafeRawPointer(y))
    var sums = SIMD8<Double>.zero
    var i = 0
    while i + 8 <= count {
        sums +=
            x.loadUnaligned(fromByteOffset: i * 8, as: SIMD8<Double>.self)
            * y.loadUnaligned(fromByteOffset: i * 8, as: SIMD8<Double>.self)
        i += 8
    }
    var sum = sums.sum()
    while i < count {
        sum +=
            x.load(fromByteOffset: i * 8, as: Double.self)
            * y.load(fromByteOffset: i * 8, as: Double.self)
        i += 1
    }
    return sum
}

/// `y += factor x`
func add(_ factor: Double, _ x: [Double], to y: inout [Double]) {
    precondition(x.count == y.count, "\(x.count) and \(y.count) numbers")
    x.withUnsafeBufferPointer { x in
        y.withUnsafeMutableBufferPointer { y in
            for i in 0..<x.count { y[i] += factor * x[i] }
        }
    }
}

func sum(_ x: some Sequence<Double>) -> Double { x.reduce(0, +) }
