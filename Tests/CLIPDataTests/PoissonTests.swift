import CLIPData
import Testing

@Suite("Poisson numbers")
struct PoissonTests {
    /// `numpy.random.RandomState(17).poisson(mean, 12)` for each mean, NumPy 2.4.6.
    static let published: [(Double, [Int])] = [
        (0, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        (0.3, [0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 0]),
        (1, [0, 1, 0, 2, 1, 0, 1, 2, 1, 1, 0, 0]),
        (4.7, [3, 4, 5, 5, 5, 3, 4, 5, 9, 4, 5, 2]),
        (9.99, [8, 10, 7, 9, 13, 10, 8, 11, 14, 16, 10, 13]),
        (10, [8, 7, 13, 11, 17, 10, 10, 8, 9, 9, 6, 12]),
        (11.5, [9, 8, 13, 19, 12, 11, 9, 10, 11, 7, 14, 12]),
        (33, [29, 27, 38, 35, 45, 34, 33, 29, 31, 32, 26, 37]),
        (60, [55, 52, 67, 63, 40, 76, 43, 61, 60, 55, 58, 58]),
        (255, [245, 239, 269, 261, 213, 289, 275, 219, 257, 254, 245, 250]),
        (10000.0, [9939, 9901, 10090, 10040, 9735, 10216, 10126, 9776, 10015, 9995, 9940, 9970]),
    ]

    @Test("the same numbers as NumPy's", arguments: published)
    func numbers(mean: Double, expected: [Int]) {
        var random = RandomState(seed: 17)
        let law = PoissonLaw(mean: mean)
        #expect((0..<expected.count).map { _ in random.poisson(law) } == expected)
    }

    @Test("mean and variance of many numbers are the distribution's", arguments: [0.3, 9.5, 10, 60, 5000])
    func moments(mean: Double) {
        var random = RandomState(seed: 1)
        let law = PoissonLaw(mean: mean)
        let numbers = (0..<20_000).map { _ in Double(random.poisson(law)) }
        let average = numbers.reduce(0, +) / 20_000
        let variance = numbers.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 20_000
        // Five standard errors of each.
        #expect(abs(average - mean) < 5 * (mean / 20_000).squareRoot())
        #expect(abs(variance - mean) < 5 * ((2 * mean * mean + mean) / 20_000).squareRoot())
    }
}
