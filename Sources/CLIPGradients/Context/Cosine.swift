#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

// The C library's functions, without Foundation.
func cosine(_ angle: Double) -> Double { cos(angle) }
func exponential(_ power: Double) -> Double { exp(power) }
func logarithm(_ value: Double) -> Double { log(value) }
