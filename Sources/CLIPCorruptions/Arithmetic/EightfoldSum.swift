extension [Double] {
    /// The sum in NumPy's order of additions for at most 128 numbers: eight running sums, then what is left.
    ///
    /// Weights that are divided by it decide whether a flat area keeps its level or loses one to the dropped fraction.
    var eightfoldSum: Double {
        let whole = count - count % 8
        guard whole > 0 else { return reduce(0, +) }
        var sums = Array(self[..<8])
        for index in 8..<Swift.max(whole, 8) { sums[index % 8] += self[index] }
        let folded = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
        return self[whole...].reduce(folded, +)
    }
}
