import CLIP
import CLIPEvaluation

/// What is said of doubts about labels.
enum LabelWords {
    /// Why a model's doubts are about the model: for one whose agreement is weak.
    static func weakness(_ agreement: LabelAgreement) -> String {
        "the model itself is right on only \(DisplayNumber.percent(Float(agreement.right))) of these pictures "
            + "(the most frequent class alone: \(DisplayNumber.percent(Float(agreement.chance)))), so its doubts are "
            + "more about itself than about the labels."
    }
}
