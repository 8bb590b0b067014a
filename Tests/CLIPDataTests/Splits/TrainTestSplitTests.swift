import CLIPData
import CLIPTestSupport
import Foundation
import Testing

@Suite("scikit-learn's train_test_split")
struct TrainTestSplitTests {
    @Test("at random, index for index", arguments: try SplitGoldens.load().plain)
    func plain(_ golden: SplitGoldens.Plain) throws {
        let split = try TrainTestSplit(
            count: golden.count, test: SplitGoldens.size(golden.testSize),
            train: golden.trainSize.map(SplitGoldens.size), seed: golden.seed)
        #expect(split.train == golden.train)
        #expect(split.test == golden.test)
    }

    @Test("by classes, index for index", arguments: try SplitGoldens.load().stratified)
    func stratified(_ golden: SplitGoldens.Stratified) throws {
        let split = try TrainTestSplit(
            stratifiedBy: golden.labels, test: SplitGoldens.size(golden.testSize),
            train: golden.trainSize.map(SplitGoldens.size), seed: golden.seed)
        #expect(split.train == golden.train)
        #expect(split.test == golden.test)
    }

    @Test("the published split of Stanford Cars: 5 % twice, seed 3")
    func cars() throws {
        let golden = try SplitGoldens.load().cars
        let first = try TrainTestSplit(count: 8144, test: .fraction(0.05), seed: 3)
        let second = try TrainTestSplit(count: first.train.count, test: .fraction(0.05), seed: 3)
        let sizes = [first, second].flatMap { [$0.train.count, $0.test.count] }
        #expect(sizes == golden.sizes)
        #expect(golden.sizes == [7736, 408, 7349, 387])
        #expect(second.test.map { first.train[$0] } == golden.test)
        #expect(second.train.prefix(20).map { first.train[$0] } == golden.trainBegins)
    }

    @Test("where only the part to learn from is given, the other is the rest")
    func complement() throws {
        // train_test_split(range(11), train_size=.5, random_state=3), scikit-learn 1.9.0
        let half = try TrainTestSplit(count: 11, train: .fraction(0.5), seed: 3)
        #expect(half.train == [7, 0, 3, 8, 10] && half.test == [5, 4, 1, 2, 9, 6])
        let labels = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]
        let few = try TrainTestSplit(stratifiedBy: labels, train: .count(4), seed: 3)
        #expect(few.train == [3, 4, 8, 7] && few.test == [6, 1, 9, 10, 2, 5, 0])
    }

    @Test("what cannot be split is refused")
    func refused() throws {
        #expect(throws: DatasetError.self) { try TrainTestSplit(count: 0, seed: 1) }
        #expect(throws: DatasetError.self) { try TrainTestSplit(count: 10, test: .fraction(1), seed: 1) }
        #expect(throws: DatasetError.self) { try TrainTestSplit(count: 10, test: .count(10), seed: 1) }
        #expect(throws: DatasetError.self) {
            try TrainTestSplit(count: 10, test: .count(6), train: .count(6), seed: 1)
        }
        #expect {
            try TrainTestSplit(stratifiedBy: [0, 0, 1, 2, 2], test: .count(3), seed: 1)
        } throws: {
            "\($0)".contains("class 1 has one sample")
        }
        #expect {
            try TrainTestSplit(stratifiedBy: [0, 0, 1, 1, 2, 2], test: .count(2), seed: 1)
        } throws: {
            "\($0)".contains("2 samples for test are fewer than the 3 classes")
        }
    }
}

/// What scikit-learn gave.
struct SplitGoldens: Decodable, Sendable {
    struct Plain: Decodable, Sendable {
        let count: Int
        let testSize: Double
        let trainSize: Double?
        let seed: UInt32
        let train: [Int]
        let test: [Int]
    }
    struct Stratified: Decodable, Sendable {
        let labels: [Int]
        let testSize: Double
        let trainSize: Double?
        let seed: UInt32
        let train: [Int]
        let test: [Int]
    }
    struct Cars: Decodable, Sendable {
        let sizes: [Int]
        let test: [Int]
        let trainBegins: [Int]
    }
    let plain: [Plain]
    let stratified: [Stratified]
    let cars: Cars

    /// A whole number stands for so many samples, as in scikit-learn.
    static func size(_ number: Double) -> SplitSize {
        number >= 1 ? .count(Int(number)) : .fraction(number)
    }

    static func load() throws -> SplitGoldens {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let data = try Data(contentsOf: URL(filePath: Golden.folder + "/data/splits.json"))
        return try decoder.decode(SplitGoldens.self, from: data)
    }
}
