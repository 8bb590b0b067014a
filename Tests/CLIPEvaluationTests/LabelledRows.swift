import CLIP
import CLIPData
import CLIPEvaluation

/// Rows with one label each, named by their number.
func labelled(_ images: EmbeddingMatrix, _ labels: [Int], classes: [String]) -> LabelledEmbeddings {
    LabelledEmbeddings(
        embeddings: images, targets: labels.map { [$0] }, captions: labels.map { _ in [] },
        ids: labels.indices.map { "picture \($0)" }, digests: labels.map { _ in [] },
        classes: classes.map { DatasetClass($0) })
}
