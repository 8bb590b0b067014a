/// How well an ensemble does on labelled pictures: by how many it recognises, then by how sure it is of their labels.
///
/// With few pictures many ensembles recognise the same number; the likelihood decides between those.
struct EnsembleScore: Sendable, Hashable, Comparable {
    /// Pictures that are recognised.
    var right = 0
    /// The sum over pictures of the natural logarithm of the given class's part of the softmax, at most 0.
    var logLikelihood = 0.0

    static func < (left: EnsembleScore, right: EnsembleScore) -> Bool {
        (left.right, left.logLikelihood) < (right.right, right.logLikelihood)
    }

    static func += (left: inout EnsembleScore, right: EnsembleScore) {
        left.right += right.right
        left.logLikelihood += right.logLikelihood
    }
}
