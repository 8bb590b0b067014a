internal import CLIPText
public import CLIPWeights

/// Two models side by side: settings, tokenizer, and every number.
public struct ModelDifference: Sendable {
    /// A setting that is not the same.
    public struct Setting: Sendable, Hashable {
        /// What it is called.
        public let name: String
        /// The first model's value; nil if it has no such setting.
        public let first: String?
        /// The second model's value; nil if it has no such setting.
        public let second: String?
    }

    /// Settings of the networks that differ.
    public let configuration: [Setting]
    /// Settings of the preprocessing that differ.
    public let preprocessing: [Setting]
    /// What differs between the tokenizers.
    public let tokenizer: [Setting]
    /// All tensors that either model has, by their canonical names.
    public let tensors: [TensorDifference]
    /// The parts by which the spaces differ; none if embeddings of the two may be compared.
    public let space: [SpaceIdentity.Component]

    /// Compares two models; every weight of both is read.
    ///
    /// - Parameters:
    ///   - first: a model.
    ///   - second: another one, of any layout and element type.
    ///   - isCancelled: asked before each tensor.
    /// - Throws: `CancellationError` if it was cancelled.
    public init(
        _ first: CLIPModel, _ second: CLIPModel, isCancelled: () -> Bool = { Task.isCancelled }
    ) throws(CancellationError) {
        configuration = Self.compare(first.configuration.facts, second.configuration.facts)
        preprocessing = Self.compare(
            first.folder.preprocessing?.facts ?? [], second.folder.preprocessing?.facts ?? [])
        tokenizer = Self.compare(Self.tokenizerFacts(first), Self.tokenizerFacts(second))
        let (left, right) = (first.weights.store, second.weights.store)
        let names = Set(left.canonicalNames).union(right.canonicalNames).sorted()
        var tensors: [TensorDifference] = []
        for name in names {
            guard !isCancelled() else { throw CancellationError() }
            tensors.append(TensorDifference(name, left.peek(name), right.peek(name)))
        }
        self.tensors = tensors
        space = first.space().differences(from: second.space())
    }

    /// Whether the two give the same numbers: one space, and every tensor equal. How weights are stored, and how a
    /// layout rounds a crop, is not looked at.
    public var isEmpty: Bool {
        space.isEmpty && tensors.allSatisfy(\.isEqual)
    }

    /// The largest difference of two numbers; nil if no tensor can be compared.
    public var largest: Float? { tensors.compactMap(\.largest).max() }

    private static func compare(_ first: [ConfigurationFact], _ second: [ConfigurationFact]) -> [Setting] {
        let others = Dictionary(second.map { ($0.name, $0.value) }, uniquingKeysWith: { old, _ in old })
        let mine = Set(first.map(\.name))
        return first.compactMap { fact in
            others[fact.name] == fact.value
                ? nil : Setting(name: fact.name, first: fact.value, second: others[fact.name])
        }
            + second.filter { !mine.contains($0.name) }.map {
                Setting(name: $0.name, first: nil, second: $0.value)
            }
    }

    private static func tokenizerFacts(_ model: CLIPModel) -> [ConfigurationFact] {
        guard model.configuration.text != nil else { return [] }
        let tokenizer = model.tokenizer
        var merges = DigestBuilder("swift-clip merges 1")
        for token in tokenizer.mergedTokens { merges.append(Int(token)) }
        return [
            .init("rules", tokenizer.rulesIdentity), .init("tokens", tokenizer.vocabularySize),
            .init("start", tokenizer.startToken), .init("end", tokenizer.endToken),
            .init("merges", tokenizer.mergedTokens.count),
            .init("digest of merges", merges.finish().hex.prefix(12)),
        ]
    }
}

/// One tensor of two models.
public struct TensorDifference: Sendable, Hashable {
    /// The canonical name.
    public let name: String
    /// The shape in the first model; nil if it is not there.
    public let firstShape: [Int]?
    /// The shape in the second model; nil if it is not there.
    public let secondShape: [Int]?
    /// How the first model stores it.
    public let firstType: ElementType?
    /// How the second model stores it.
    public let secondType: ElementType?
    /// max |Δ| of the elements as floats; nil if the shapes differ.
    public let largest: Float?

    /// Whether it is in both with equal values.
    public var isEqual: Bool { largest == 0 }

    init(_ name: String, _ first: WeightTensor?, _ second: WeightTensor?) {
        self.name = name
        // A single number may be written with or without an axis.
        firstShape = first.map { $0.count == 1 ? [] : $0.shape }
        secondShape = second.map { $0.count == 1 ? [] : $0.shape }
        firstType = first?.elementType
        secondType = second?.elementType
        if let first, let second, firstShape == secondShape {
            largest = Self.largestDifference(first, second)
        } else {
            largest = nil
        }
    }

    private static func largestDifference(_ first: WeightTensor, _ second: WeightTensor) -> Float {
        let piece = 1 << 16
        var largest: Float = 0
        for start in stride(from: 0, to: first.count, by: piece) {
            let range = start..<min(start + piece, first.count)
            let (left, right) = (first.floats(range), second.floats(range))
            for index in left.indices { largest = max(largest, abs(left[index] - right[index])) }
        }
        return largest
    }
}

extension WeightTensor {
    /// Some of the elements.
    fileprivate func floats(_ range: Range<Int>) -> [Float] {
        [Float](unsafeUninitializedCapacity: range.count) { buffer, count in
            copyFloats(range, into: UnsafeMutableBufferPointer(rebasing: buffer[..<range.count]))
            count = range.count
        }
    }
}
