import CLIP
import CLIPHub
import CLIPImages

/// One line of `models list`: a model that can be asked for by name.
struct ModelListing {
    /// What `--model` is to be given.
    let name: String
    /// Where it is, and whether whole.
    let state: State
    /// Bytes on the disk; nil for what is not there.
    var bytes: Int?
    var inputSize: Int?
    var embedDimension: Int?
    var parameterCount: Int?
    /// The commit in the cache.
    var commit: String?
    /// What JSON says beside the above.
    var members: [(name: String, value: JSONText)] = []

    enum State: String { case bundled, complete, incomplete, notHere = "not here" }

    static let titles = ["name", "state", "size", "input", "embedding", "parameters", "revision"]

    /// The cells of a row.
    ///
    /// - Parameter plain: numbers for programs instead of for people.
    func row(plain: Bool) -> [String] {
        let number = { (value: Int?) in value.map(String.init) ?? "" }
        return [
            name, state.rawValue,
            plain ? number(bytes) : bytes.map(DisplayNumber.bytes) ?? "",
            number(inputSize), number(embedDimension),
            plain ? number(parameterCount) : parameterCount.map(DisplayNumber.millions) ?? "",
            plain ? commit ?? "" : String((commit ?? "").prefix(8)),
        ]
    }

    /// The model as JSON.
    var json: JSONText {
        let number = { (value: Int?) in value.map(JSONText.integer) ?? .null }
        let own: [(name: String, value: JSONText)] = [
            (name: "name", value: .string(name)), (name: "state", value: .string(state.rawValue)),
            (name: "bytes", value: number(bytes)), (name: "input", value: number(inputSize)),
            (name: "embedding", value: number(embedDimension)),
            (name: "parameters", value: number(parameterCount)),
            (name: "revision", value: commit.map(JSONText.string) ?? .null),
        ]
        let said = Set(own.map(\.name))
        return .object(own + members.filter { !said.contains($0.name) })
    }
}

extension ModelListing {
    /// The model that is part of the command.
    init(bundled model: CLIPModel) {
        self.init(
            name: model.name, state: .bundled, inputSize: model.preprocessing.size,
            embedDimension: model.configuration.embedDimension,
            parameterCount: model.configuration.parameterCount, members: ModelOutput.members(of: model))
    }

    /// A model in the cache.
    init(cached: CachedModel) {
        let card = ModelCard.hub(cached.id.description)
        // Of a repository that nobody described, its own files tell; the weights are not touched.
        let folder =
            card == nil && cached.isComplete
            ? try? ModelFolder(.folder(cached.folder), options: LoadingOptions(needs: [])) : nil
        self.init(
            name: cached.name, state: cached.isComplete ? .complete : .incomplete, bytes: cached.bytes,
            inputSize: card?.imageSize ?? folder?.configuration.vision?.imageSize,
            embedDimension: card?.embedDimension ?? folder?.configuration.embedDimension,
            parameterCount: card?.parameterCount ?? folder?.configuration.parameterCount,
            commit: cached.commit,
            members: [
                (name: "repository", value: .string(cached.id.description)),
                (name: "references", value: .strings(cached.references)),
                (name: "folder", value: .string(cached.folder)),
            ])
    }

    /// A published checkpoint that the cache does not have.
    init(card: ModelCard) {
        self.init(
            name: card.paperName ?? card.pair, state: .notHere, inputSize: card.imageSize,
            embedDimension: card.embedDimension, parameterCount: card.parameterCount,
            members: [
                (name: "repository", value: .string(card.hubID)), (name: "pair", value: .string(card.pair)),
                (name: "imagenet_top1", value: card.imageNetTop1.map(JSONText.double) ?? .null),
                (name: "licence", value: card.licence.map(JSONText.string) ?? .null),
            ])
    }
}
