public import CLIP
internal import CLIPWeights

extension LearnedContext {
    /// The classifier that pictures are told apart by.
    /// - Parameters:
    ///   - labels: the classes' names, in the order in which they were learned.
    ///   - model: the model that they were learned with.
    public func classifier(labels: [String], of model: CLIPModel) -> ZeroShotClassifier {
        ZeroShotClassifier(
            labels: labels, vectors: classVectors, logitScale: model.logitScale,
            templates: ["[\(vectors.rows) learned vectors] {}."])
    }

    /// Writes the classes' vectors as a classifier file, with the context vectors beside them as the tensor `context`
    /// `[M, D]`, aside first.
    ///
    /// - Parameters:
    ///   - path: the file to write or replace.
    ///   - labels: the classes' names, in the order in which they were learned.
    ///   - origin: where the model's text vectors come from.
    ///   - model: the model that they were learned with.
    package func write(
        to path: RawPath, labels: [String], origin: VectorOrigin, model: CLIPModel
    ) throws(FileError) {
        try ClassifierFile.write(
            classifier(labels: labels, of: model),
            beside: [
                Safetensors.Tensor("context", shape: [vectors.rows, vectors.dimension], vectors.values)
            ],
            origin: origin, to: path)
    }
}
