/// Averages prompts into one vector per label while they are encoded, batch by batch.
///
/// Each prompt's unit vector is added in the prompts' order, so the result does not depend on how the
/// prompts fell into batches.
package struct PromptEnsemble {
    private let dimension: Int
    private var sums: [Float]
    private var counts: [Int]

    /// Sums for `labels` labels in a space of `dimension`.
    package init(labels: Int, dimension: Int) {
        self.dimension = dimension
        sums = [Float](repeating: 0, count: labels * dimension)
        counts = [Int](repeating: 0, count: labels)
    }

    /// Adds one prompt's unit vector to its label.
    package mutating func add(_ unit: ArraySlice<Float>, to label: Int) {
        counts[label] += 1
        for (offset, value) in unit.enumerated() { sums[label * dimension + offset] += value }
    }

    /// The label's mean vector, made unit; prompts that cancel out exactly stay zero.
    package func vector(of label: Int) -> [Float] {
        let sum = sums[label * dimension..<(label + 1) * dimension]
        let length = sum.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        // The unit vector of a single prompt stays as it is, to the last bit.
        return counts[label] == 1 || length == 0 ? Array(sum) : sum.map { Float(Double($0) / length) }
    }
}
