/// Where vectors come from: whether others may be compared with them, and what to say if not.
package struct VectorOrigin: Sendable, Hashable {
    /// The model's name.
    package var model: String
    /// The digest of the space; vectors of another space are not comparable.
    package var space: String
    /// What the space is made of, part by part, to name a difference.
    package var parts: [String: String]
    /// How the numbers were computed; a difference changes the last bits only.
    package var recipe: String

    package init(model: String, space: String, parts: [String: String], recipe: String) {
        self.model = model
        self.space = space
        self.parts = parts
        self.recipe = recipe
    }

    /// What tells this space from another; nil when they are one.
    package func difference(from other: VectorOrigin) -> String? {
        guard space != other.space else { return nil }
        let differing = Set(parts.keys).union(other.parts.keys).filter { parts[$0] != other.parts[$0] }
            .sorted()
        let names = differing.isEmpty ? "its weights" : differing.joined(separator: ", ")
        return
            "it was made with the model \(model), this is \(other.model); they differ in \(names). "
            + "Make it again with this model, or choose the other with --model"
    }

    /// What is worth knowing when the space is the same.
    package func warning(beside other: VectorOrigin) -> String? {
        guard space == other.space, recipe != other.recipe else { return nil }
        return "computed as \(recipe), now as \(other.recipe): the last digits may differ"
    }
}
