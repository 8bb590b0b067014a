import Testing

@testable import CLIPReports

@Suite("Classes by similarity")
struct ClassOrderTests {
    /// A matrix of blocks of four classes that are confused among themselves, shuffled.
    private static func blocks(_ count: Int, seed: Int) -> (matrix: ConfusionCounts, block: [Int]) {
        let block = (0..<count).map { ($0 * 7 + seed) % count / 4 }
        var counts = [Int](repeating: 0, count: count * count)
        for given in 0..<count {
            for predicted in 0..<count where block[given] == block[predicted] {
                counts[given * count + predicted] =
                    given == predicted ? 20 : 3 + (given * 5 + predicted * 3) % 4
            }
        }
        return (ConfusionCounts(classes: (0..<count).map { "\($0)" }, counts: counts), block)
    }

    @Test("shuffled blocks stand together again", arguments: [(8, 1), (24, 5), (200, 3)])
    func recovers(count: Int, seed: Int) {
        let (matrix, block) = Self.blocks(count, seed: seed)
        let order = ClassOrder.byDistance(matrix.distances, count: count)
        #expect(order.sorted() == Array(0..<count))
        let borders = zip(order, order.dropFirst()).count { block[$0] != block[$1] }
        #expect(borders == count / 4 - 1)
    }

    @Test("a chain of neighbours becomes a line")
    func chain() {
        // 3 – 0 – 4 – 1 – 2: each class is confused with its neighbours alone.
        let line = [3, 0, 4, 1, 2]
        var counts = [Int](repeating: 0, count: 25)
        for index in line.indices {
            counts[line[index] * 5 + line[index]] = 10
            if index > 0 { counts[line[index] * 5 + line[index - 1]] = index + 3 }
        }
        let matrix = ConfusionCounts(classes: ["a", "b", "c", "d", "e"], counts: counts)
        let order = ClassOrder.byDistance(matrix.distances, count: 5)
        #expect(order == line || order == line.reversed())
    }

    @Test("without confusion the data's order stays")
    func diagonal() {
        for count in [0, 1, 2, 3, 17] {
            let counts = (0..<count * count).map { $0 / max(count, 1) == $0 % max(count, 1) ? 5 : 0 }
            let matrix = ConfusionCounts(classes: (0..<count).map { "\($0)" }, counts: counts)
            #expect(ClassOrder.byDistance(matrix.distances, count: count) == Array(0..<count))
        }
    }

    @Test("shares and recalls, also of a class without pictures")
    func shares() {
        let matrix = ConfusionCounts(classes: ["a", "b", "c"], counts: [3, 1, 0, 0, 0, 0, 2, 2, 4])
        #expect(matrix.recall(0) == 0.75)
        #expect(matrix.recall(1) == nil)
        #expect(matrix.share(2, 1) == 0.25)
        #expect(matrix.predictions(of: 2).map(\.predicted) == [2, 0, 1])
        #expect(matrix.distances[1 * 3 + 1] == 0)
        #expect(matrix.distances.allSatisfy { $0.isFinite && $0 >= 0 })
    }
}
