import CLIPData
import Testing

@Suite("Stratified parts and few shots")
struct SampleChoiceTests {
    private let labels = (0..<300).map { $0 % 7 == 0 ? 2 : $0 % 3 == 0 ? 1 : 0 }

    @Test("every class has its share in every part; nothing is in two", arguments: [1, 2, 77] as [UInt32])
    func shares(seed: UInt32) throws {
        let split = try StratifiedSplit(labels: labels, fractions: [0.6, 0.2, 0.2], seed: seed)
        #expect(split.parts.map(\.count) == [180, 60, 60])
        #expect(split.parts.flatMap(\.self).sorted() == [Int](0..<300))
        for (part, fraction) in zip(split.parts, [0.6, 0.2, 0.2]) {
            for label in 0...2 {
                let share = Double(labels.count { $0 == label }) * fraction
                #expect(abs(Double(part.count { labels[$0] == label }) - share) <= 1)
            }
            #expect(part == part.sorted())
        }
    }

    @Test("the same seed gives the same parts, another one others; a class of one sample is somewhere")
    func seeds() throws {
        let first = try StratifiedSplit(labels: labels, fractions: [0.5, 0.5], seed: 4)
        #expect(try StratifiedSplit(labels: labels, fractions: [0.5, 0.5], seed: 4) == first)
        #expect(try StratifiedSplit(labels: labels, fractions: [0.5, 0.5], seed: 5) != first)
        let small = try StratifiedSplit(labels: [0, 1, 2, 3], fractions: [0.5, 0.5], seed: 1)
        #expect(small.parts.map(\.count) == [2, 2])
        #expect(throws: DatasetError.self) {
            try StratifiedSplit(labels: labels, fractions: [0.7, 0.7], seed: 1)
        }
        #expect(throws: DatasetError.self) { try StratifiedSplit(labels: labels, fractions: [], seed: 1) }
    }

    @Test("as many of each class as asked for; fewer shots are among more", arguments: [0, 9] as [UInt32])
    func shots(seed: UInt32) throws {
        var before: Set<Int> = []
        for shots in [1, 2, 4, 8, 16] {
            let few = try FewShot(labels: labels, shots: shots, seed: seed)
            let expected = (0...2).flatMap { [Int](repeating: $0, count: shots) }
            #expect(few.indices.map { labels[$0] } == expected)
            #expect(Set(few.indices).count == 3 * shots && before.isSubset(of: few.indices))
            before = Set(few.indices)
        }
        let one = try FewShot(labels: labels, shots: 1, seed: seed)
        #expect(try FewShot(labels: labels, shots: 1, seed: seed + 1) != one)
    }

    @Test("a class that is too small is named")
    func tooFew() throws {
        let classes = ["cat", "dog", "bird"].map { DatasetClass($0) }
        #expect {
            try FewShot(labels: [0, 0, 1, 1, 1], shots: 2, seed: 0, classes: classes)
        } throws: {
            "\($0)".contains("the class \"bird\" has 0 samples")
        }
        #expect(throws: DatasetError.self) { try FewShot(labels: [0], shots: 0, seed: 0) }
    }
}
