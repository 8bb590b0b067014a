/// What is measured on a dataset.
public enum EvaluationTask: String, Sendable, Hashable, CaseIterable {
    /// Which of the classes a picture shows, by words alone.
    case classification = "zeroshot_classification"
    /// Which captions belong to which pictures.
    case captionRetrieval = "zeroshot_retrieval"
    /// Which of the classes a picture has, several at once.
    case multiLabel = "multilabel"
    /// Which pictures show the class of another picture.
    case imageRetrieval = "image_retrieval"
}
