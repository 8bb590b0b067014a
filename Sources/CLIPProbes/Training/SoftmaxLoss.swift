#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Logits become the gradient of their mean cross-entropy, in place: `(softmax - one-hot) / rows`.
/// - Parameters:
///   - logits: `[rows, classes]`
///   - labels: `[rows]`
/// - Returns: the mean of -log softmax at the labels.
@discardableResult
func crossEntropy(_ logits: inout [Float], _ labels: ArraySlice<Int>) -> Double {
    let classes = logits.count / labels.count
    let share = 1 / Float(labels.count)
    var loss = 0.0
    for (row, label) in labels.enumerated() {
        let range = row * classes..<(row + 1) * classes
        var most = -Float.infinity
        for index in range { most = max(most, logits[index]) }
        loss -= Double(logits[row * classes + label] - most)
        var sum = 0.0
        for index in range {
            let e = expf(logits[index] - most)
            logits[index] = e
            sum += Double(e)
        }
        loss += log(sum)
        let scale = share / Float(sum)
        for index in range { logits[index] *= scale }
        logits[row * classes + label] -= share
    }
    return loss / Double(labels.count)
}
