internal import CLIPCorruptions

/// Means over severities and corruptions, as each picture contributes to them, and how they vary with the pictures.
struct MeanShares {
    /// The corruptions that were tried, in their usual order.
    let corruptions: [Corruption]
    private let clean: Double
    private let means: [Corruption: Double]
    /// The clean accuracy and the corruptions' means on each resample.
    private let cleanResamples: [Double]
    private let resamples: [Corruption: [Double]]

    init(clean: [Bool], _ corrupted: [CorruptedAnswers], _ bootstrap: Bootstrap) {
        let tried = Corruption.allCases.filter { corruption in
            corrupted.contains { $0.corruption == corruption }
        }
        // One list per corruption: in how many of its severities a picture's class was found.
        let found = [clean.map { $0 ? 1 : 0 }] + tried.map { Self.found(corrupted, under: $0) }
        let severities = [1] + tried.map { corruption in corrupted.count { $0.corruption == corruption } }
        let flat = found.flatMap(\.self)
        let (lists, count) = (found.count, clean.count)
        func values(_ sums: [Int]) -> [Double] {
            zip(sums, severities).map { Double($0) / Double(count * $1) }
        }
        let resampled = flat.withUnsafeBufferPointer { flat in
            nonisolated(unsafe) let flat = flat
            return bootstrap.values(of: count) { drawn in
                values(
                    (0..<lists).map { list in
                        var sum = 0
                        for picture in drawn { sum &+= Int(flat[list * count + Int(picture)]) }
                        return sum
                    })
            }
        }
        let measured = values(found.map { $0.reduce(0) { $0 + Int($1) } })
        corruptions = tried
        self.clean = measured[0]
        means = Dictionary(uniqueKeysWithValues: zip(tried, measured.dropFirst()))
        cleanResamples = resampled.first ?? []
        resamples = Dictionary(uniqueKeysWithValues: zip(tried, resampled.dropFirst()))
    }

    private static func found(_ corrupted: [CorruptedAnswers], under corruption: Corruption) -> [UInt8] {
        var found = [UInt8](repeating: 0, count: corrupted.first?.right.count ?? 0)
        for answers in corrupted where answers.corruption == corruption {
            for (picture, right) in answers.right.enumerated() where right { found[picture] += 1 }
        }
        return found
    }

    /// The mean over corruptions, each with the same weight, and its part of the clean accuracy.
    func estimates(_ members: [Corruption]) -> (mean: Estimate, relative: Estimate?) {
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        let value = mean(members.compactMap { means[$0] })
        let drawn = cleanResamples.indices.map { resample in
            mean(members.compactMap { resamples[$0]?[resample] })
        }
        let ratios = zip(drawn, cleanResamples).map { $0 / $1 }
        return (
            Estimate(value, Bootstrap.interval(drawn)),
            clean > 0 ? Estimate(value / clean, Bootstrap.interval(ratios)) : nil
        )
    }
}
