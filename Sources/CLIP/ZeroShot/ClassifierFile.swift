package import CLIPWeights

/// Classifiers as `.safetensors` files: the labels' vectors, and in the metadata what they stand for.
///
/// Tensors: `labels` `[labels, E]` and, for a classifier that judges each label alone, `neutral`
/// `[prompts, E]`, both float32. Lists in the metadata are JSON.
package enum ClassifierFile {
    private static let kind = "swift-clip classifier 1"

    /// Writes a classifier, aside first.
    package static func write(
        _ classifier: ZeroShotClassifier, origin: VectorOrigin, to path: RawPath
    ) throws(FileError) {
        try write(classifier, beside: [], origin: origin, to: path)
    }

    /// Writes a classifier beside other tensors, which its readers pass over, aside first.
    package static func write(
        _ classifier: ZeroShotClassifier, beside others: [Safetensors.Tensor], origin: VectorOrigin,
        to path: RawPath
    ) throws(FileError) {
        var metadata = origin.metadata
        metadata["kind"] = kind
        metadata["labels"] = JSONText.strings(classifier.labels).text
        metadata["templates"] = JSONText.strings(classifier.templates).text
        metadata["logit_scale"] = "\(classifier.logitScale)"
        var tensors = [tensor("labels", classifier.vectors)]
        if let neutral = classifier.neutral {
            metadata["neutral"] = neutral.prompts.name
            metadata["neutral_prompts"] = JSONText.strings(neutral.prompts.prompts).text
            tensors.append(tensor("neutral", neutral.vectors))
        }
        guard path.isUTF8 else { throw FileError("cannot write \(path.text): its name is not UTF-8") }
        do { try Safetensors.write(tensors + others, metadata: metadata, to: path.text) } catch {
            throw FileError(error.message)
        }
    }

    private static func tensor(_ name: String, _ matrix: EmbeddingMatrix) -> Safetensors.Tensor {
        Safetensors.Tensor(name, shape: [matrix.rows, matrix.dimension], matrix.values)
    }

    /// Reads a classifier for a model.
    ///
    /// - Parameter own: where that model's vectors come from.
    /// - Returns: the classifier, and what is worth knowing about how its vectors were computed, if anything.
    /// - Throws: `FileError`, or `SpaceMismatch` when its vectors are of another space.
    package static func read(
        _ path: RawPath, for own: VectorOrigin
    ) throws -> (classifier: ZeroShotClassifier, warning: String?) {
        let (classifier, origin) = try read(path)
        if let difference = origin.difference(from: own) {
            throw SpaceMismatch(message: "\(path.text) is of another space: \(difference)")
        }
        return (classifier, origin.warning(beside: own).map { "\(path.text): \($0)" })
    }

    /// Reads a classifier with where it comes from.
    static func read(
        _ path: RawPath
    ) throws(FileError) -> (classifier: ZeroShotClassifier, origin: VectorOrigin) {
        do {
            return try decode(SafetensorsFile(path: path.text), path)
        } catch let error as WeightError {
            throw FileError(error.message)
        } catch let error as FileError {
            throw error
        } catch {
            throw FileError("\(error)")
        }
    }

    /// Takes a file for a classifier; `path` is what messages call it.
    package static func decode(
        _ file: SafetensorsFile, _ path: RawPath
    ) throws(FileError) -> (classifier: ZeroShotClassifier, origin: VectorOrigin) {
        do {
            guard file.metadata["kind"] == kind else {
                throw refusal(path, "it is no classifier; --save-classifier writes one")
            }
            guard let origin = VectorOrigin(metadata: file.metadata) else {
                throw refusal(path, "its metadata does not say which model it belongs to")
            }
            return (try classifier(file, path), origin)
        } catch let error as FileError {
            throw error
        } catch {
            throw FileError("\(error)")
        }
    }

    private static func refusal(_ path: RawPath, _ reason: String) -> FileError {
        FileError("\(path.text) cannot be used: \(reason)", reason: reason)
    }

    private static func classifier(
        _ file: SafetensorsFile, _ path: RawPath
    ) throws -> ZeroShotClassifier {
        let labels = try strings("labels", file, path)
        let vectors = try matrix("labels", rows: labels.count, file, path)
        guard let scale = file.metadata["logit_scale"].flatMap(Float.init), scale > 0, scale <= 1e4
        else {
            throw refusal(path, "its logit_scale is missing or not between 0 and 10,000")
        }
        var neutral: ZeroShotClassifier.NeutralSet?
        if let name = file.metadata["neutral"] {
            let prompts = try NeutralPrompts(name: name, prompts: strings("neutral_prompts", file, path))
            let rows = try matrix("neutral", rows: prompts.prompts.count, file, path)
            guard rows.dimension == vectors.dimension else {
                throw refusal(path, "its neutral prompts have another dimension than its labels")
            }
            neutral = .init(prompts: prompts, vectors: rows)
        }
        return ZeroShotClassifier(
            labels: labels, vectors: vectors, logitScale: scale, neutral: neutral,
            templates: try strings("templates", file, path))
    }

    private static func strings(
        _ key: String, _ file: SafetensorsFile, _ path: RawPath
    ) throws(FileError) -> [String] {
        let text = Array((file.metadata[key] ?? "").utf8)
        let document = text.withUnsafeBytes { try? JSONValue($0) }
        guard case .array(let elements)? = document, !elements.isEmpty else {
            throw refusal(path, "its metadata has no list of \(key)")
        }
        let strings = elements.compactMap { element -> String? in
            guard case .string(let text) = element else { return nil }
            return text
        }
        guard strings.count == elements.count else {
            throw refusal(path, "its list of \(key) holds something that is no text")
        }
        return strings
    }

    private static func matrix(
        _ name: String, rows: Int, _ file: SafetensorsFile, _ path: RawPath
    ) throws(FileError) -> EmbeddingMatrix {
        guard let tensor = file[name], tensor.elementType == .float32, tensor.shape.count == 2,
            tensor.shape[0] == rows, tensor.shape[1] > 0
        else { throw refusal(path, "the tensor \"\(name)\" is missing or not \(rows) rows of float32") }
        let values = tensor.floats()
        guard values.allSatisfy(\.isFinite) else {
            throw refusal(path, "the tensor \"\(name)\" holds numbers that are not finite")
        }
        let matrix = EmbeddingMatrix(rows: rows, dimension: tensor.shape[1], values: values)
        for row in 0..<rows {
            let length = matrix[row].reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            guard abs(length - 1) <= 1e-3 else {
                throw refusal(
                    path, "row \(row + 1) of the tensor \"\(name)\" has the length \(Float(length)), not 1")
            }
        }
        return matrix
    }
}

extension ZeroShotClassifier {
    /// Writes the labels' vectors into a `.safetensors` file, aside first.
    ///
    /// - Parameters:
    ///   - path: the file to write or replace.
    ///   - model: the model that made the classifier.
    public func write(to path: String, from model: CLIPModel) throws(FileError) {
        try ClassifierFile.write(self, origin: VectorOrigin(model), to: RawPath(path))
    }

    /// Reads what `write(to:from:)` or the command wrote.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - model: the model whose pictures will be classified.
    /// - Throws: `FileError`; `SpaceMismatch` when the file was made with another model.
    public init(path: String, for model: CLIPModel) throws {
        self = try ClassifierFile.read(RawPath(path), for: VectorOrigin(model)).classifier
    }
}
