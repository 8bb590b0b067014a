package import CLIPWeights

/// Where vectors come from: whether others may be compared with them, and what to say if not.
package struct VectorOrigin: Sendable, Hashable {
    /// The model's name.
    package var model: String
    /// The space; vectors of another one are not comparable.
    package var space: SpaceIdentity
    /// How the numbers were computed; a difference changes the last digits only.
    package var recipe: Recipe
    /// The image tower's part of the space's architecture, by which an image tower alone knows vectors of its whole
    /// model; nil where it is not known.
    package var visionArchitecture: ContentDigest?

    package init(
        model: String, space: SpaceIdentity, recipe: Recipe, visionArchitecture: ContentDigest? = nil
    ) {
        self.model = model
        self.space = space
        self.recipe = recipe
        self.visionArchitecture = visionArchitecture
    }

    /// Where a model's text vectors come from.
    ///
    /// - Parameter cache: where the digests of its weights are remembered.
    package init(_ model: CLIPModel, remembering cache: DiskCache = .disabled) {
        self.init(
            model: model.name, space: model.space(remembering: cache), recipe: model.recipe(),
            visionArchitecture: model.configuration.visionDigest)
    }

    /// What tells this space from another; nil when they are one.
    package func difference(from other: VectorOrigin) -> String? {
        let parts = differences(from: other).map(\.rawValue)
        guard !parts.isEmpty else { return nil }
        return "it was made with the model \(model), this is \(other.model); they differ in "
            + "\(parts.joined(separator: ", ")). Make it again with this model, or choose the other with --model"
    }

    /// The parts that differ. An image tower alone has nothing to say about the texts' side: the vectors are of its
    /// space when its own side is the same.
    private func differences(from other: VectorOrigin) -> [SpaceIdentity.Component] {
        let differences = space.differences(from: other.space)
        guard other.space.textTower == nil, other.space.visionTower != nil else { return differences }
        let isOtherwise = visionArchitecture != other.visionArchitecture
        return differences.filter { part in
            switch part {
            case .visionTower, .preprocessing: true
            case .architecture: isOtherwise
            case .textTower, .tokenizer: false
            }
        }
    }

    /// What tells pictures' vectors of this origin from another's, whatever the texts' side is like; nil when they are
    /// of one kind.
    package func imageDifference(from other: VectorOrigin) -> String? {
        var parts = space.differences(from: other.space).filter { $0 == .visionTower || $0 == .preprocessing }
        if visionArchitecture != other.visionArchitecture { parts.append(.architecture) }
        guard !parts.isEmpty else { return nil }
        return "it was made with the model \(model), this is \(other.model); they differ in "
            + "\(parts.map(\.rawValue).joined(separator: ", ")). Make it again with this model, or choose the other "
            + "with --model"
    }

    /// What is worth knowing when the space is the same.
    package func warning(beside other: VectorOrigin) -> String? {
        let names = ["engineVersion": "engine", "instructionSet": "instructions"]  // as documents have them
        let settings = recipe.differences(from: other.recipe).map { names[$0] ?? $0 }
        guard differences(from: other).isEmpty, !settings.isEmpty else { return nil }
        return "made with another \(settings.joined(separator: ", ")): the last digits may differ"
    }

    /// The origin as a file's metadata.
    package var metadata: [String: String] {
        var table = ["model": model, "space": space.hex, "recipe": recipe.json.text]
        for component in SpaceIdentity.Component.allCases {
            table["space.\(component.rawValue)"] = space[component]?.hex
        }
        table[Self.visionKey] = visionArchitecture?.hex
        return table
    }

    private static let visionKey = "space.image architecture"

    /// Reads the origin from a file's metadata; nil when it is not whole.
    package init?(metadata: [String: String]) {
        func digest(_ component: SpaceIdentity.Component) -> ContentDigest? {
            metadata["space.\(component.rawValue)"].flatMap(ContentDigest.init(hex:))
        }
        guard let model = metadata["model"], let architecture = digest(.architecture),
            let recipe = metadata["recipe"].flatMap(Recipe.init(json:))
        else { return nil }
        let space = SpaceIdentity(
            visionTower: digest(.visionTower), textTower: digest(.textTower), architecture: architecture,
            tokenizer: digest(.tokenizer), preprocessing: digest(.preprocessing))
        guard space.hex == metadata["space"] else { return nil }
        self.init(
            model: model, space: space, recipe: recipe,
            visionArchitecture: metadata[Self.visionKey].flatMap(ContentDigest.init(hex:)))
    }
}

extension Recipe {
    /// The recipe as it stands in every document: settings that do not apply are left out.
    package var json: JSONText {
        let settings: [(name: String, value: String?)] = [
            ("precision", precision), ("exif", exif), ("decode", decode), ("engine", engineVersion),
            ("instructions", instructionSet),
        ]
        return .object(settings.compactMap { setting in setting.value.map { (setting.name, .string($0)) } })
    }

    /// Reads what `json` wrote; nil when something is missing.
    init?(json text: String) {
        let document = Array(text.utf8).withUnsafeBytes { try? JSONValue($0) }
        func setting(_ name: String) -> String? {
            guard case .string(let value)? = document?[name] else { return nil }
            return value
        }
        guard let precision = setting("precision"), let engine = setting("engine"),
            let instructions = setting("instructions")
        else { return nil }
        self.init(
            precision: precision, exif: setting("exif"), decode: setting("decode"), engineVersion: engine,
            instructionSet: instructions)
    }
}
