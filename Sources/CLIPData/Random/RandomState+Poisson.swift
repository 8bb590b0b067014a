#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A Poisson distribution with what drawing from it needs, so that many draws share it.
public struct PoissonLaw: Sendable {
    /// Constants of Hörmann's transformed rejection, for large means.
    struct Rejection: Sendable {
        let logMean: Double
        let slope: Double
        let width: Double
        let logInverseAlpha: Double
        let sureBelow: Double
    }

    enum Method: Sendable {
        case none
        /// Products of uniform numbers, until one is not above *e*^−mean.
        case products(until: Double)
        case rejection(Rejection)
    }

    /// The mean, which is the variance, too.
    public let mean: Double
    let method: Method

    /// - Parameter mean: at least 0, finite.
    public init(mean: Double) {
        precondition(mean >= 0 && mean.isFinite, "a Poisson distribution has no mean of \(mean)")
        self.mean = mean
        guard mean >= 10 else {
            method = mean == 0 ? .none : .products(until: exp(-mean))
            return
        }
        let width = 0.931 + 2.53 * mean.squareRoot()
        method = .rejection(
            Rejection(
                logMean: log(mean), slope: -0.059 + 0.02483 * width, width: width,
                logInverseAlpha: log(1.1239 + 1.1328 / (width - 3.4)),
                sureBelow: 0.9277 - 3.6224 / (width - 2)))
    }
}

extension RandomState {
    /// A count of the Poisson distribution: `poisson(mean)`.
    ///
    /// Means from 10 by W. Hörmann's transformed rejection (Insurance: Mathematics and Economics 12, 1993), smaller
    /// ones by products of uniform numbers, as NumPy draws them.
    public mutating func poisson(_ law: PoissonLaw) -> Int {
        switch law.method {
        case .none: 0
        case .products(let end): products(until: end)
        case .rejection(let constants): rejection(constants, mean: law.mean)
        }
    }

    private mutating func products(until end: Double) -> Int {
        var count = 0
        var product = randomSample()
        while product > end {
            count += 1
            product *= randomSample()
        }
        return count
    }

    private mutating func rejection(_ law: PoissonLaw.Rejection, mean: Double) -> Int {
        while true {
            let place = randomSample() - 0.5
            let height = randomSample()
            let margin = 0.5 - abs(place)
            let value = ((2 * law.slope / margin + law.width) * place + mean + 0.43).rounded(.down)
            if margin >= 0.07 && height <= law.sureBelow { return Int(value) }
            if value < 0 || (margin < 0.013 && height > margin) { continue }
            let bound = log(height) + law.logInverseAlpha - log(law.slope / (margin * margin) + law.width)
            if bound <= -mean + value * law.logMean - Self.logFactorial(value) { return Int(value) }
        }
    }

    /// log *n*! by Stirling's series, shifted to where it converges.
    private static func logFactorial(_ number: Double) -> Double {
        var argument = number + 1
        var product = 1.0
        while argument < 7 {
            product *= argument
            argument += 1
        }
        let square = 1 / (argument * argument)
        let series: [Double] = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156]
        var correction = 0.0
        for term in series.reversed() { correction = correction * square + term }
        return correction / argument + 0.5 * log(2 * Double.pi) + (argument - 0.5) * log(argument) - argument
            - log(product)
    }
}
