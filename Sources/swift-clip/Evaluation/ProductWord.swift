import CLIPEvaluation

extension EvaluationResult {
    /// What gives a picture and a class their number, as tables and documents call it: a cosine of vectors, or a learned
    /// head's logit.
    var productWord: String { head == nil ? "cosine" : "logit" }
}
