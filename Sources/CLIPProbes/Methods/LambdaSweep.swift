#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The search for a strength of regularisation as the paper has it (A.3): λ = 10⁻⁶, 10⁻⁴, 10⁻², 1, 10², 10⁴ and 10⁶, then
/// the interval around the best is halved until there are eight steps per decade.
///
/// λ multiplies half the squared weights where losses are summed: it is 1/C of scikit-learn's `LogisticRegression`.
enum LambdaSweep {
    /// Powers of ten that are tried first, the strongest first.
    static let coarse = [6.0, 4, 2, 0, -2, -4, -6]
    /// The least distance of two powers of ten.
    static let finest = 0.125

    /// Tries λ after λ.
    /// - Parameter judge: gets λ, gives how good it is.
    /// - Returns: the best λ by accuracy; of equally accurate ones that with the least loss, then the strongest.
    static func best(_ judge: (_ lambda: Double) -> Judgement) -> Double {
        var found: [Double: Judgement] = [:]
        var best = coarse[0]
        func attempt(_ power: Double) {
            guard coarse[6]...coarse[0] ~= power, found[power] == nil else { return }
            let judgement = judge(pow(10, power))
            // Stronger ones are asked first, on each round.
            if judgement.isBetter(than: found[best]) { best = power }
            found[power] = judgement
        }
        for power in coarse { attempt(power) }
        var step = 1.0
        while step >= finest {
            let middle = best
            attempt(middle + step)
            attempt(middle - step)
            step /= 2
        }
        return pow(10, best)
    }
}
