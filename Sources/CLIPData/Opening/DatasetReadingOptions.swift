/// What is said about a dataset beside where it lies.
public struct DatasetReadingOptions: Sendable {
    /// What the classes are called in prompts; nil for what the data say.
    public var classNames: ClassNameSet?
    /// Makes words of class names: `apple_braeburn_1` becomes `apple braeburn`.
    public var cleansNames = false
    /// The columns of a manifest; those left nil are found by their usual names.
    public var columns = ManifestColumns()

    /// Takes the data as they are.
    public init() {}
}

/// Which columns of a manifest say what.
public struct ManifestColumns: Sendable, Hashable {
    /// Paths of pictures.
    public var image: String?
    /// One label; of CIFAR-100 `fine_label` or `coarse_label`.
    public var label: String?
    /// Several labels, between `|` or `;`, or a JSON array.
    public var labels: String?
    /// Sentences.
    public var caption: String?
    /// The part that a row belongs to.
    public var split: String?
    /// What stands between the columns of a text file; nil to see it from the first line.
    public var separator: Character?

    /// Columns are found by their usual names.
    public init() {}

    /// What is asked for must mean something: only a manifest has columns, and CIFAR-100 two labels.
    func check(_ kind: DatasetKind, name: String) throws(DatasetError) {
        guard kind != .manifest else { return }
        let given = [
            ("--image-col", image), ("--label-col", kind == .cifar ? nil : label), ("--labels-col", labels),
            ("--caption-col", caption), ("--split-col", split), ("--separator", separator.map { "\($0)" }),
        ]
        guard let option = given.first(where: { $0.1 != nil })?.0 else { return }
        throw DatasetError("\(name): \(option) is for manifests, and this is \(kind.rawValue): leave it out")
    }
}
