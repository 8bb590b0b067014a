public import CLIP
package import CLIPWeights

/// Probes as `.safetensors` files: a head's matrices in float32, and in the metadata what they stand for.
package enum ProbeFile {
    private static let kind = "swift-clip probe 1"

    /// Writes a probe, aside first.
    package static func write(_ probe: Probe, origin: VectorOrigin, to path: RawPath) throws(ProbeError) {
        let parts = probe.head.parts
        var metadata = origin.metadata
        metadata["kind"] = kind
        metadata["head"] = type(of: probe.head).kind
        metadata["method"] = probe.method
        metadata["features"] = probe.features.rawValue
        metadata["classes"] = JSONText.strings(probe.classes).text
        metadata["dataset"] = probe.dataset
        metadata["shots"] = probe.shots.map { "\($0)" } ?? "all"
        metadata["seed"] = "\(probe.seed)"
        for (name, number) in parts.numbers { metadata["number.\(name)"] = "\(number)" }
        let tensors = parts.matrices.sorted { $0.key < $1.key }.map { name, matrix in
            Safetensors.Tensor(name, shape: [matrix.rows, matrix.dimension], matrix.values)
        }
        guard path.isUTF8 else { throw ProbeError("cannot write \(path.text): its name is not UTF-8") }
        do { try Safetensors.write(tensors, metadata: metadata, to: path.text) } catch {
            throw ProbeError(error.message)
        }
    }

    /// Reads a probe for a model.
    ///
    /// - Parameter own: where that model's vectors come from.
    /// - Returns: the probe, and what is worth knowing about how it was computed, if anything.
    /// - Throws: ``ProbeError``, or `SpaceMismatch` when it takes pictures of another space.
    package static func read(
        _ path: RawPath, for own: VectorOrigin
    ) throws -> (probe: Probe, warning: String?) {
        let (probe, origin) = try read(path)
        if let difference = origin.imageDifference(from: own) {
            throw SpaceMismatch(message: "\(path.text) is of another space: \(difference)")
        }
        return (probe, origin.warning(beside: own).map { "\(path.text): \($0)" })
    }

    /// Reads a probe with where it comes from.
    package static func read(_ path: RawPath) throws(ProbeError) -> (probe: Probe, origin: VectorOrigin) {
        let file: SafetensorsFile
        do throws(WeightError) { file = try SafetensorsFile(path: path.text) } catch {
            throw ProbeError(error.message)
        }
        do throws(ProbeError) { return try decode(file) } catch {
            throw ProbeError("\(path.text) cannot be used: \(error.message)")
        }
    }

    /// Takes a file for a probe.
    package static func decode(
        _ file: SafetensorsFile
    ) throws(ProbeError) -> (probe: Probe, origin: VectorOrigin) {
        guard file.metadata["kind"] == kind else {
            throw ProbeError("it is no probe; \"swift-clip probe --save\" writes one")
        }
        guard let origin = VectorOrigin(metadata: file.metadata) else {
            throw ProbeError("its metadata does not say which model it belongs to")
        }
        guard let features = file.metadata["features"].flatMap(PictureFeatures.init(rawValue:)) else {
            throw ProbeError("its metadata does not say which features it takes")
        }
        let head = try head(file)
        let classes = try names(file)
        guard classes.count == head.classes else {
            throw ProbeError("it has \(classes.count) names for \(head.classes) classes")
        }
        let probe = Probe(
            head: head, classes: classes, features: features, method: file.metadata["method"] ?? "",
            dataset: file.metadata["dataset"] ?? "", shots: file.metadata["shots"].flatMap { Int($0) },
            seed: file.metadata["seed"].flatMap { UInt32($0) } ?? 0)
        return (probe, origin)
    }

    private static func head(_ file: SafetensorsFile) throws(ProbeError) -> any ProbeHead {
        var parts = HeadParts()
        for name in file.tensorNames {
            guard let tensor = file[name], tensor.elementType == .float32, tensor.shape.count == 2,
                tensor.shape.allSatisfy({ $0 > 0 })
            else {
                throw ProbeError("the tensor \"\(name)\" is no matrix of float32")
            }
            let values = tensor.floats()
            guard values.allSatisfy(\.isFinite) else {
                throw ProbeError("the tensor \"\(name)\" holds numbers that are not finite")
            }
            parts[name] = EmbeddingMatrix(
                rows: tensor.shape[0], dimension: tensor.shape[1], values: values)
        }
        for (key, text) in file.metadata where key.hasPrefix("number.") {
            parts[number: String(key.dropFirst("number.".count))] = Double(text)
        }
        let kinds: [any ProbeHead.Type] = [
            LinearHead.self, NeighbourHead.self, CacheHead.self, PerceptronHead.self,
        ]
        guard let type = kinds.first(where: { $0.kind == file.metadata["head"] }) else {
            throw ProbeError(
                "it holds a head of the kind \"\(file.metadata["head"] ?? "")\", which this version does not know"
            )
        }
        return try type.init(parts)
    }

    private static func names(_ file: SafetensorsFile) throws(ProbeError) -> [String] {
        let text = Array((file.metadata["classes"] ?? "").utf8)
        let document = text.withUnsafeBytes { try? JSONValue($0) }
        guard case .array(let elements)? = document else {
            throw ProbeError("its metadata has no list of classes")
        }
        let names = elements.compactMap { element -> String? in
            guard case .string(let name) = element else { return nil }
            return name
        }
        guard names.count == elements.count else {
            throw ProbeError("its list of classes holds something that is no text")
        }
        return names
    }
}

extension Probe {
    /// Writes the head into a `.safetensors` file, aside first.
    ///
    /// - Parameters:
    ///   - path: the file to write or replace.
    ///   - model: the model whose pictures it takes.
    /// - Throws: ``ProbeError`` where it cannot be written.
    public func write(to path: String, from model: CLIPModel) throws(ProbeError) {
        try ProbeFile.write(self, origin: VectorOrigin(model), to: RawPath(path))
    }

    /// Reads what ``write(to:from:)`` or the command wrote.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - model: the model whose pictures will be classified.
    /// - Throws: ``ProbeError``; `SpaceMismatch` when the file was made with another model.
    public init(path: String, for model: CLIPModel) throws {
        self = try ProbeFile.read(RawPath(path), for: VectorOrigin(model)).probe
    }
}
