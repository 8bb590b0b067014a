#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// scikit-learn's `train_test_split(…, random_state=seed)`, index for index.
///
/// Published splits come from it. It draws from NumPy's `RandomState`, whose numbers never change; what it draws is
/// in `sklearn/model_selection/_split.py`.
public struct TrainTestSplit: Sendable, Hashable {
    /// Indices to learn from, in scikit-learn's order.
    public let train: [Int]
    /// Indices to test by, in scikit-learn's order.
    public let test: [Int]

    /// Splits the numbers below `count` at random: `train_test_split(range(count), test_size=…, random_state=seed)`.
    ///
    /// - Parameters:
    ///   - count: how many samples there are.
    ///   - test: the part to test by, a fraction rounded up; nil for what `train` leaves, or a quarter.
    ///   - train: the part to learn from, a fraction rounded down; nil for the rest.
    ///   - seed: `random_state`.
    /// - Throws: ``DatasetError`` where a part would be empty, or both together have more than there are.
    public init(
        count: Int, test: SplitSize? = nil, train: SplitSize? = nil, seed: UInt32
    ) throws(DatasetError) {
        let sizes = try Self.sizes(count, test, train)
        var random = RandomState(seed: seed)
        let order = random.permutation(count)
        self.test = Array(order[..<sizes.test])
        self.train = Array(order[sizes.test..<sizes.test + sizes.train])
    }

    /// Splits so that each class has its share in both parts: `train_test_split(…, stratify=labels)`.
    ///
    /// - Parameters:
    ///   - labels: a sample's class each. Classes count in the order of their numbers, as `numpy.unique` sorts.
    ///   - test: the part to test by, a fraction rounded up; nil for what `train` leaves, or a quarter.
    ///   - train: the part to learn from, a fraction rounded down; nil for the rest.
    ///   - seed: `random_state`.
    /// - Throws: ``DatasetError`` also for a class of one sample, or for a part with fewer samples than classes.
    public init(
        stratifiedBy labels: [Int], test: SplitSize? = nil, train: SplitSize? = nil, seed: UInt32
    ) throws(DatasetError) {
        let sizes = try Self.sizes(labels.count, test, train)
        let members = ClassMembers(labels)
        let counts = members.indices.map(\.count)
        if let single = counts.firstIndex(of: 1) {
            throw DatasetError(
                "class \(members.classes[single]) has one sample, which cannot be in both parts: leave the class out, or "
                    + "split without looking at classes")
        }
        for (name, size) in [("training", sizes.train), ("test", sizes.test)] where size < counts.count {
            throw DatasetError(
                "\(size) samples for \(name) are fewer than the \(counts.count) classes: make that part larger"
            )
        }
        var random = RandomState(seed: seed)
        let forTrain = Self.approximateMode(counts, sizes.train, &random)
        let forTest = Self.approximateMode(zip(counts, forTrain).map { $0 - $1 }, sizes.test, &random)
        var (train, test): ([Int], [Int]) = ([], [])
        for (index, samples) in members.indices.enumerated() {
            let order = random.permutation(samples.count).map { samples[$0] }
            train += order[..<forTrain[index]]
            test += order[forTrain[index]..<forTrain[index] + forTest[index]]
        }
        random.shuffle(&train)
        random.shuffle(&test)
        (self.train, self.test) = (train, test)
    }

    /// How many samples each part has, rounded as scikit-learn rounds.
    private static func sizes(
        _ count: Int, _ asked: SplitSize?, _ train: SplitSize?
    ) throws(DatasetError) -> (train: Int, test: Int) {
        let test = asked ?? (train == nil ? .fraction(0.25) : nil)
        for size in [test, train].compactMap(\.self) {
            let isSound =
                switch size {
                case .fraction(let fraction): fraction > 0 && fraction < 1
                case .count(let number): number > 0 && number < count
                }
            guard isSound else {
                throw DatasetError(
                    "a part of \(size.text) out of \(count) samples: give a fraction between 0 and 1, or a number from 1 "
                        + "to \(max(count - 1, 1))")
            }
        }
        let wanted: Int? =
            switch train {
            case .fraction(let fraction): Int(floor(fraction * Double(count)))
            case .count(let number): number
            case nil: nil
            }
        let tested =
            switch test {
            case .fraction(let fraction): Int(ceil(fraction * Double(count)))
            case .count(let number): number
            case nil: count - (wanted ?? 0)
            }
        let trained = wanted ?? count - tested
        guard trained > 0, tested > 0, tested + trained <= count else {
            throw DatasetError(
                "\(tested) samples for test and \(trained) for training do not come out of \(count): choose other sizes"
            )
        }
        return (trained, tested)
    }

    /// How many of `draws` samples each class gives: its share rounded down, and the rest to those that lose most by
    /// that, ties at random (`sklearn.utils.extmath._approximate_mode`).
    private static func approximateMode(
        _ counts: [Int], _ draws: Int, _ random: inout RandomState
    ) -> [Int] {
        let total = Double(counts.reduce(0, +))
        // The order of these operations decides which remainders are equal.
        let shares = counts.map { Double($0) / total * Double(draws) }
        var taken = shares.map { floor($0) }
        var missing = draws - Int(taken.reduce(0, +))
        guard missing > 0 else { return taken.map { Int($0) } }
        let remainders = zip(shares, taken).map { $0 - $1 }
        for value in Set(remainders).sorted(by: >) {
            let equal = remainders.indices.filter { remainders[$0] == value }
            let added = min(equal.count, missing)
            for index in random.choice(added, of: equal) { taken[index] += 1 }
            missing -= added
            if missing == 0 { break }
        }
        return taken.map { Int($0) }
    }
}
