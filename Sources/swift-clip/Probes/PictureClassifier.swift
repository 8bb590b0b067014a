import CLIP
import CLIPNumerics
import CLIPProbes

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What gives pictures their labels: words, or a head that learned.
enum PictureClassifier {
    case words(ZeroShotClassifier)
    case head(Probe, Compute)

    var labels: [String] {
        switch self {
        case .words(let classifier): classifier.labels
        case .head(let probe, _): probe.classes
        }
    }

    /// True when scores exist; with one label alone softmax would always say 1.
    var hasScores: Bool {
        switch self {
        case .words(let classifier): classifier.hasScores
        case .head: true
        }
    }

    /// What labels are judged against, where each is judged alone.
    var neutral: NeutralPrompts? {
        if case .words(let classifier) = self { classifier.neutral?.prompts } else { nil }
    }

    /// What documents say of it.
    var facts: [(name: String, value: JSONText)] {
        switch self {
        case .words(let classifier): [(name: "templates", value: .strings(classifier.templates))]
        case .head(let probe, _):
            [(name: "templates", value: .strings([])), (name: "probe", value: probe.json)]
        }
    }

    /// What it takes of a picture.
    func output(_ model: CLIPModel) -> PictureOutput {
        switch self {
        case .words: .embedding(normalised: true)
        case .head(let probe, _): probe.features.output(of: model.configuration)
        }
    }

    /// The labels of each picture, best first; equal ones stay in the order of the labels.
    /// - Parameter rows: what ``output(_:)`` gives.
    func classify(_ rows: EmbeddingMatrix, top count: Int) -> [[Prediction]] {
        switch self {
        case .words(let classifier): return classifier.classify(rows, top: count)
        case .head(let probe, let compute):
            let logits = probe.head.logits(of: rows, compute: compute)
            return (0..<rows.rows).map { row in
                let own = logits[row * labels.count..<(row + 1) * labels.count]
                let scores = softmax(own)
                let order = scores.indices.sorted {
                    scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1]
                }
                return order.prefix(count).map {
                    Prediction(label: labels[$0], score: scores[$0], cosine: nil)
                }
            }
        }
    }

    private func softmax(_ logits: ArraySlice<Float>) -> [Float] {
        let most = logits.max() ?? 0
        let powers = logits.map { exp(Double($0 - most)) }
        let sum = powers.reduce(0, +)
        return powers.map { Float($0 / sum) }
    }
}

extension Probe {
    /// What documents say of a head.
    var json: JSONText {
        .object([
            (name: "method", value: .string(method)), (name: "features", value: .string(features.rawValue)),
            (name: "dataset", value: .string(dataset)), (name: "fewshot_k", value: .integer(shots ?? -1)),
            (name: "seed", value: .integer(Int(seed))),
        ])
    }
}

extension PrecisionName {
    /// What a head's pictures were computed in, so that it sees others as it saw those, unless another is asked for.
    init(ofProbe argument: String) throws(ProbeError) {
        let precision = try ProbeFile.read(RawPath(argument: argument)).origin.recipe.precision
        self = Self(rawValue: precision) ?? .auto
    }
}

extension Session {
    /// A head from its file, which must be of this model.
    func probe(_ argument: String) throws -> Probe {
        let (probe, warning) = try ProbeFile.read(RawPath(argument: argument), for: textOrigin)
        if let warning {
            if isStrict { throw CommandFailure.otherSpace("\(warning); refused by --strict") }
            console.say(warning)
        }
        guard probe.features.dimension(of: clip.configuration) == probe.head.dimension else {
            throw ProbeError(
                "\(argument) takes \(probe.head.dimension) numbers of each picture, and the \(probe.features.rawValue) "
                    + "features of \(clip.name) are others: make it again with this model")
        }
        return probe
    }
}
