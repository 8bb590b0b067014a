import CLIP
import CLIPEvaluation

extension LinearClassifier {
    /// Takes logits for vectors in which each class has an axis of its own, so that they are measured as cosines are.
    init(ofLogits classes: Int) {
        let axes = (0..<classes * classes).map { Float($0 / classes == $0 % classes ? 1 : 0) }
        self.init(
            vectors: EmbeddingMatrix(rows: classes, dimension: classes, values: axes), scale: 1)
    }
}
