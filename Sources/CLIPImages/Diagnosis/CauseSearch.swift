/// How far samples of two tools are apart, in levels 0…255.
struct Agreement {
    var maximum: Float = 0
    var mean: Float = 0

    /// - Parameters:
    ///   - theirs: `[H, W, 3]`, not rounded.
    ///   - ours: as many samples.
    ///   - isReversed: whether their channels are blue, green, red.
    init(_ theirs: [Float], _ ours: [UInt8], isReversed: Bool) {
        var sum = 0.0
        for first in stride(from: 0, to: ours.count, by: 3) {
            for channel in 0..<3 {
                let other = theirs[first + (isReversed ? 2 - channel : channel)]
                let distance = abs(other - Float(ours[first + channel]))
                maximum = max(maximum, distance)
                sum += Double(distance)
            }
        }
        mean = Float(sum / Double(max(ours.count, 1)))
    }
}

/// Tries every way of cropping with every order of channels and every scale of values.
struct CauseSearch {
    private struct Candidate {
        let causes: [DifferenceCause]
        let agreement: Agreement
    }

    /// Their values as samples, by one scale, with the orders of channels that they may then have.
    private struct Scaled {
        let cause: DifferenceCause?
        let samples: [Float]
        let orders: [Bool]
    }

    private let theirs: ForeignInput
    private let variants: [(causes: [DifferenceCause], samples: [UInt8])]
    private let combined: () -> [PictureVariant]
    private let scales: [Scaled]
    private let slack: Float

    static let reversed = DifferenceCause(
        "channel_order", "the other's channels are blue, green, red",
        remedy: "give its pixels as red, green, blue there")

    /// - Parameter combined: further variants, for when none of the first explains everything.
    init(
        _ theirs: ForeignInput, _ variants: [PictureVariant], _ combined: @escaping () -> [PictureVariant],
        _ own: Preprocessing, slack: Float
    ) {
        self.theirs = theirs
        self.variants = variants.map { ($0.causes, $0.samples()) }
        self.combined = combined
        let all = theirs.storage == .bytes ? [ValueScale.bytes] : ValueScale.candidates(own)
        scales = all.flatMap { scale in
            [Scaled(cause: scale.cause, samples: scale.samples(of: theirs.values), orders: [false, true])]
                + [scale.reversed].compactMap { $0 }.map {
                    Scaled(cause: scale.cause, samples: $0.samples(of: theirs.values), orders: [true])
                }
        }
        self.slack = slack
    }

    /// The causes, and a sentence about them.
    func finding() -> ([DifferenceCause], String) {
        var candidates = self.candidates(variants)
        if let causes = whole(candidates) { return (causes, InputDiagnosis.sentence(causes)) }
        if let causes = fittedScale() { return (causes, InputDiagnosis.sentence(causes)) }
        candidates += self.candidates(combined().map { ($0.causes, $0.samples()) })
        if let causes = whole(candidates) { return (causes, InputDiagnosis.sentence(causes)) }
        // Of those that leave little, the nearest; a further part must pay for itself.
        func cost(_ candidate: Candidate) -> Float {
            (candidate.agreement.mean + 0.05) * candidate.causes.reduce(1) { cost, _ in cost * 1.3 }
        }
        guard let near = candidates.min(by: { cost($0) < cost($1) }), near.agreement.mean <= 3 else {
            return (
                [],
                "None of the causes that were tried explains it: another picture, another crop, or several at once."
            )
        }
        let rest =
            "differences of up to \(Int(near.agreement.maximum.rounded(.up))) levels of 256, "
            + "\(Self.tenths(near.agreement.mean)) on average,"
        if near.causes.isEmpty {
            let cause = DifferenceCause(
                "decoder", "the picture was decoded or resized by another implementation",
                remedy: "decode and resize with Pillow there")
            return (
                [cause],
                InputDiagnosis.sentence([cause], hedge: "The same crop with \(rest) everywhere: ")
            )
        }
        return (
            near.causes,
            InputDiagnosis.sentence(near.causes, hedge: "Most likely, as \(rest) remain then: ")
        )
    }

    /// Of the explanations that leave nothing to explain, the one with the fewest parts.
    private func whole(_ candidates: [Candidate]) -> [DifferenceCause]? {
        candidates.filter { $0.agreement.maximum <= 1 + slack }.min {
            ($0.causes.count, $0.agreement.mean) < ($1.causes.count, $1.agreement.mean)
        }?.causes
    }

    private static func tenths(_ value: Float) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private func candidates(
        _ variants: [(causes: [DifferenceCause], samples: [UInt8])]
    ) -> [Candidate] {
        var candidates: [Candidate] = []
        for scale in scales {
            // On a wrong scale most samples are nowhere near 0…255.
            let range = scale.samples.reduce(into: (low: Float.infinity, high: -Float.infinity)) {
                range, value in
                range = (min(range.low, value), max(range.high, value))
            }
            guard range.low > -128, range.high < 384 else { continue }
            for variant in variants {
                for isReversed in scale.orders {
                    let causes =
                        variant.causes + [isReversed ? Self.reversed : nil, scale.cause].compactMap { $0 }
                    let agreement = Agreement(scale.samples, variant.samples, isReversed: isReversed)
                    candidates.append(Candidate(causes: causes, agreement: agreement))
                }
            }
        }
        return candidates
    }

    /// A mean and a deviation that nobody expects, by least squares on each channel.
    private func fittedScale() -> [DifferenceCause]? {
        guard theirs.storage != .bytes else { return nil }
        for variant in variants {
            for isReversed in [false, true] {
                let lines = (0..<3).compactMap { channel in
                    Line(
                        stride(from: channel, to: variant.samples.count, by: 3).map {
                            Float(variant.samples[$0])
                        },
                        stride(from: isReversed ? 2 - channel : channel, to: theirs.values.count, by: 3).map {
                            theirs.values[$0]
                        })
                }
                guard lines.count == 3, lines.allSatisfy({ $0.worst <= 1 + slack }) else { continue }
                let deviations = lines.map { 1 / (255 * $0.slope) }
                let means = zip(lines, deviations).map { -$0.intercept * $1 }
                let scale = DifferenceCause(
                    "mean_std",
                    "mean and deviation are others, about \(Self.list(means)) and \(Self.list(deviations))",
                    remedy: "take mean and deviation from the model's files there")
                return variant.causes + (isReversed ? [Self.reversed] : []) + [scale]
            }
        }
        return nil
    }

    private static func list(_ values: [Float]) -> String {
        let texts = values.map { value -> String in
            let thousandths = Int((abs(value) * 1000).rounded())
            let digits = String(thousandths % 1000)
            let zeros = String(repeating: "0", count: 3 - digits.count)
            return "\(value < 0 && thousandths > 0 ? "−" : "")\(thousandths / 1000).\(zeros)\(digits)"
        }
        return "[" + texts.joined(separator: ", ") + "]"
    }

    /// `y = slope · x + intercept` by least squares, and its worst miss in units of x.
    private struct Line {
        let slope: Float
        let intercept: Float
        let worst: Float

        init?(_ xs: [Float], _ ys: [Float]) {
            let count = Double(xs.count)
            let meanX = xs.reduce(0.0) { $0 + Double($1) } / count
            let meanY = ys.reduce(0.0) { $0 + Double($1) } / count
            var (covariance, variance) = (0.0, 0.0)
            for (x, y) in zip(xs, ys) {
                covariance += (Double(x) - meanX) * (Double(y) - meanY)
                variance += (Double(x) - meanX) * (Double(x) - meanX)
            }
            guard variance > count, covariance / variance > 1e-9 else { return nil }
            let slope = covariance / variance
            let intercept = meanY - slope * meanX
            worst = zip(xs, ys).reduce(0) { worst, pair in
                max(worst, Float(abs((Double(pair.1) - intercept) / slope - Double(pair.0))))
            }
            self.slope = Float(slope)
            self.intercept = Float(intercept)
        }
    }
}
