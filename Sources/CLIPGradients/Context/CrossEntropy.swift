internal import CLIPNumerics

/// How well class vectors tell pictures apart: the mean of `−log softmax(scale · cosine)[target]`, with its gradient.
struct CrossEntropy {
    /// The mean over the pictures.
    let loss: Double
    /// With respect to the class vectors, `[1, C, E]`.
    let gradient: Tensor
    /// Pictures whose own class has the highest cosine; of equal ones the first counts.
    let right: Int

    /// - Parameters:
    ///   - images: unit rows, `[1, N, E]`.
    ///   - targets: each picture's row of `classes`, `[N]`.
    ///   - classes: unit rows, `[1, C, E]`.
    ///   - scale: the factor on cosines.
    ///   - memory: for products.
    ///   - arena: where the gradient lies.
    init(
        images: Tensor, targets: [Int], classes: Tensor, scale: Float, _ compute: Compute,
        _ memory: ProductMemory, on arena: Arena
    ) {
        let (count, rows) = (images.shape.rows, classes.shape.rows)
        let cosines = Tensor(Shape(batch: 1, tokens: count, channels: rows), on: arena) { _ in }
        compute.multiply(images.matrix(), classes.matrix().transposed, into: cosines.target(), in: memory)
        var flow = cosines.floats
        var (sum, right) = (0.0, 0)
        for picture in 0..<count {
            let row = picture * rows..<(picture + 1) * rows
            let target = targets[picture]
            var best = 0
            for label in 1..<max(rows, 1) where flow[row.lowerBound + label] > flow[row.lowerBound + best] {
                best = label
            }
            if best == target { right += 1 }
            let most = flow[row.lowerBound + best]
            let powers = flow[row].map { exponential(Double(scale) * Double($0 - most)) }
            let total = powers.reduce(0, +)
            sum += logarithm(total) - Double(scale) * Double(flow[row.lowerBound + target] - most)
            for label in 0..<rows {
                let part = powers[label] / total - (label == target ? 1 : 0)
                flow[row.lowerBound + label] = Float(part * Double(scale) / Double(count))
            }
        }
        let slopes = Tensor(cosines.shape, on: arena) { _ = $0.update(fromContentsOf: flow) }
        gradient = Tensor(classes.shape, on: arena) { _ in }
        compute.multiply(slopes.matrix().transposed, images.matrix(), into: gradient.target(), in: memory)
        loss = sum / Double(count)
        self.right = right
        withExtendedLifetime((images, classes, cosines, slopes)) {}
    }
}
