/// How far a model's own answers agree with the labels that it is to judge.
public struct LabelAgreement: Sendable, Hashable {
    /// The part of the labels that are the model's answers, 0 to 1.
    public let right: Double
    /// The part that always answering the most frequent class would get right, 0 to 1.
    public let chance: Double

    /// Notes both parts.
    public init(right: Double, chance: Double) {
        self.right = right
        self.chance = chance
    }

    /// The least part of the way from chance to every label at which a model may doubt labels.
    public static let leastGain = 0.5

    /// Whether the model's doubts say more about the model than about labels: it answers less than half of what chance
    /// gets wrong. Confident learning (Northcutt et al. 2021, section 3) takes for granted that the model has learned
    /// most classes.
    public var isWeak: Bool { chance < 1 && (right - chance) / (1 - chance) < Self.leastGain }
}
