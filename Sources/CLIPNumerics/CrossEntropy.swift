internal import CCLIPKernels

extension Compute {
    /// The step that `crossEntropy` takes examples in.
    public static let crossEntropyGroup = 64

    /// Examples' logits become the gradient of their cross-entropy, in place.
    ///
    /// Exponentials and their sums are float32; an example's loss is float64 and keeps its digits where it is next to
    /// nothing. Bits do not depend on the number of threads.
    /// - Parameters:
    ///   - logits: `[classes, N]`, an example in each column, N a multiple of ``crossEntropyGroup``; becomes
    ///     `softmax(logits + bias)`, less 1 in the row of the example's label.
    ///   - bias: `[classes]`
    ///   - labels: `[N]`, each below `classes`; -1 for columns without an example, whose loss is 0 and whose gradient
    ///     has no meaning.
    ///   - losses: `[N]`: `-log softmax(logits + bias)[label]`.
    public func crossEntropy(
        _ logits: MatrixTarget, bias: [Float], labels: [Int32], losses: inout [Double]
    ) {
        let group = Self.crossEntropyGroup
        precondition(
            logits.columns % group == 0 && labels.count == logits.columns && losses.count == logits.columns,
            "\(labels.count) labels for \(logits.columns) examples")
        precondition(bias.count == logits.rows, "\(bias.count) offsets for \(logits.rows) classes")
        let groups = logits.columns / group
        // Some groups at once where there are many: fewer turns, and the same rows' pages.
        let some = max(1, min(4, groups / (threads * 4)))
        nonisolated(unsafe) let logits = logits
        bias.withUnsafeBufferPointer { bias in
            labels.withUnsafeBufferPointer { labels in
                losses.withUnsafeMutableBufferPointer { losses in
                    nonisolated(unsafe) let (bias, labels, losses) = (bias, labels, losses)
                    parallel((groups + some - 1) / some) { chunk, _ in
                        kernels.pointee.cross_entropy(
                            logits.address, logits.stride, logits.rows, bias.baseAddress, labels.baseAddress,
                            chunk * some * group, min((chunk + 1) * some, groups) * group, losses.baseAddress)
                    }
                }
            }
        }
    }
}
