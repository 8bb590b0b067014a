#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// `exp(x) / Σ exp(x)`, shifted by the largest so that nothing overflows; summed in double precision.
func softmax(_ logits: ArraySlice<Float>) -> [Float] {
    guard let most = logits.max() else { return [] }
    let powers = logits.map { exp(Double($0 - most)) }
    let sum = powers.reduce(0, +)
    return powers.map { Float($0 / sum) }
}

/// *eˣ*, rounded once.
func exponential(_ x: Float) -> Float { Float(exp(Double(x))) }
