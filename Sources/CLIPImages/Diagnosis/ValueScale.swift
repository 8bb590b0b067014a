/// How samples 0…255 become the values of a tensor: `(sample · factor − mean) / deviation`.
struct ValueScale {
    var factor: Float
    var mean: SIMD3<Float>
    var deviation: SIMD3<Float>
    /// What is to be said of it; nil for the model's own.
    var cause: DifferenceCause?

    init(factor: Float, mean: SIMD3<Float>, deviation: SIMD3<Float>, _ cause: DifferenceCause? = nil) {
        self.factor = factor
        self.mean = mean
        self.deviation = deviation
        self.cause = cause
    }

    init(_ own: Preprocessing) {
        self.init(factor: Float(own.rescaleFactor), mean: own.mean, deviation: own.standardDeviation)
    }

    /// The samples that the values stand for; not rounded.
    func samples(of values: [Float]) -> [Float] {
        values.indices.map { (values[$0] * deviation[$0 % 3] + mean[$0 % 3]) / factor }
    }

    /// Mean and deviation in the order blue, green, red, for channels that were reversed after they were
    /// normalised; nil where that is the same.
    var reversed: ValueScale? {
        var other = self
        other.mean = [mean.z, mean.y, mean.x]
        other.deviation = [deviation.z, deviation.y, deviation.x]
        return other.mean == mean && other.deviation == deviation ? nil : other
    }

    /// Samples that have their numbers already.
    static let bytes = ValueScale(factor: 1, mean: [0, 0, 0], deviation: [1, 1, 1])

    /// The model's own scale, then usual others.
    static func candidates(_ own: Preprocessing) -> [ValueScale] {
        let clip = Preprocessing()
        let none: SIMD3<Float> = [0, 0, 0]
        let one: SIMD3<Float> = [1, 1, 1]
        let half: SIMD3<Float> = [0.5, 0.5, 0.5]
        let normalise = "subtract the model's mean and divide by its deviation there, too"
        let configured = "take mean and deviation from the model's files there"
        let all = [
            ValueScale(
                factor: 1 / 255, mean: none, deviation: one,
                .init("scale_0_1", "the values are 0…1: they were not normalised", remedy: normalise)),
            ValueScale(
                factor: 1, mean: none, deviation: one,
                .init(
                    "scale_0_255", "the values are 0…255: they were neither scaled nor normalised",
                    remedy: "divide by 255 there, then " + normalise.replacing(", too", with: ""))),
            ValueScale(
                factor: 1 / 255, mean: half, deviation: half,
                .init(
                    "scale_minus_1_1", "mean and deviation are 0.5: the values are −1…1", remedy: configured)),
            ValueScale(
                factor: 1 / 255, mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225],
                .init("mean_std_imagenet", "mean and deviation are ImageNet's", remedy: configured)),
            ValueScale(
                factor: 1 / 255, mean: clip.mean, deviation: clip.standardDeviation,
                .init("mean_std_openai", "mean and deviation are those of OpenAI's CLIP", remedy: configured)),
            ValueScale(
                factor: 1, mean: own.mean, deviation: own.standardDeviation,
                .init(
                    "not_rescaled", "mean and deviation were applied to samples 0…255",
                    remedy: "divide by 255 first (do_rescale)")),
            ValueScale(
                factor: 1 / (255 * 255), mean: own.mean, deviation: own.standardDeviation,
                .init(
                    "rescaled_twice", "the samples were divided by 255 twice",
                    remedy: "give the processor there whole numbers, or do_rescale=False")),
            ValueScale(
                factor: 1 / 255, mean: own.mean + own.mean * own.standardDeviation,
                deviation: own.standardDeviation * own.standardDeviation,
                .init(
                    "normalised_twice", "mean and deviation were applied twice",
                    remedy: "normalise once there")),
        ]
        let known = ValueScale(own)
        return [known]
            + all.filter { scale in
                abs(scale.factor / known.factor - 1) > 1e-6 || scale.mean != known.mean
                    || scale.deviation != known.deviation
            }
    }
}
