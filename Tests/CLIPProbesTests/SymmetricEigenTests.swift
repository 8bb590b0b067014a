import CLIPNumerics
import CLIPTestSupport
import Testing

@testable import CLIPProbes

@Suite("Eigenvectors of symmetric matrices")
struct SymmetricEigenTests {
    private func symmetric(_ n: Int, rank: Int, _ random: inout SeededGenerator) -> [Double] {
        let factor = random.floats(n * rank).map(Double.init)
        return (0..<n * n).map { place in
            let (i, j) = (place / n, place % n)
            return (0..<rank).reduce(0) { $0 + factor[i * rank + $1] * factor[j * rank + $1] }
        }
    }

    @Test(
        "are a basis in which the matrix is diagonal",
        arguments: [(1, 1), (2, 2), (3, 1), (17, 17), (70, 20)])
    func decomposition(n: Int, rank: Int) {
        var random = SeededGenerator(seed: 71)
        let matrix = symmetric(n, rank: rank, &random)
        let size = matrix.map(abs).max()! * Double(n)
        let eigen = SymmetricEigen(matrix, count: n, compute: Compute(threads: 2))
        for i in 0..<n {
            for j in 0..<n {
                let product = (0..<n).reduce(0.0) {
                    $0 + eigen.vectors[i * n + $1] * eigen.vectors[j * n + $1]
                }
                #expect(abs(product - (i == j ? 1 : 0)) < 1e-13)
                // Row i of A, rebuilt from the vectors.
                let rebuilt = (0..<n).reduce(0.0) {
                    $0 + eigen.values[$1] * eigen.vectors[$1 * n + i] * eigen.vectors[$1 * n + j]
                }
                #expect(abs(rebuilt - matrix[i * n + j]) < 1e-14 * size)
            }
        }
    }

    @Test("of diagonal matrices and of zeros are the axes")
    func diagonal() {
        for diagonal in [[3.0, -1, 3, 0], [0, 0, 0]] {
            let n = diagonal.count
            let matrix = (0..<n * n).map { $0 / n == $0 % n ? diagonal[$0 / n] : 0 }
            let eigen = SymmetricEigen(matrix, count: n, compute: Compute(threads: 1))
            #expect(eigen.values.sorted() == diagonal.sorted())
            #expect(eigen.vectors.allSatisfy { abs($0) == 1 || $0 == 0 })
        }
    }

    @Test("have the same bits on any number of threads")
    func bits() {
        var random = SeededGenerator(seed: 72)
        let matrix = symmetric(90, rank: 90, &random)
        let results = [1, 2, 5].map {
            SymmetricEigen(matrix, count: 90, compute: Compute(threads: $0))
        }
        #expect(results.allSatisfy { $0.values == results[0].values && $0.vectors == results[0].vectors })
    }
}
