package import CLIP

/// A dataset of any form, opened by its path.
public struct OpenedDataset: Dataset {
    /// The form that it was recognised by.
    public let kind: DatasetKind
    /// Where it lies.
    public let path: String
    /// The classes, called as the options say.
    public let classes: [DatasetClass]
    /// What a user should know about what was found and made of it, one sentence each.
    public let notes: [String]
    /// Templates for prompts that lie beside the data; empty where none do.
    public let templates: [String]
    /// Where pictures lie by their class, in all parts, as paths below the dataset's folder; empty for other forms.
    package let classFolders: [String]
    private let base: any Dataset

    /// The folder's or file's name, without an ending.
    public var name: String { base.name }
    /// Its parts; empty when it is not divided.
    public var splits: [String] { base.splits }
    /// Whether a picture may have several labels.
    public var isMultiLabel: Bool { base.isMultiLabel }

    /// Opens what lies at a path: a folder, a manifest or an archive.
    ///
    /// - Throws: ``DatasetError`` that says what was looked for and what was found.
    public init(path: String, options: DatasetReadingOptions = DatasetReadingOptions()) throws(DatasetError) {
        try self.init(rawPath: RawPath(path), options: options)
    }

    /// Opens what lies at a path of bytes.
    package init(rawPath: RawPath, options: DatasetReadingOptions = DatasetReadingOptions())
        throws(DatasetError)
    {
        let found = try DatasetRecognition.open(rawPath, options)
        try options.columns.check(found.kind, name: rawPath.text)
        kind = found.kind
        path = rawPath.text
        base = found.dataset
        templates = found.templates
        classFolders = (found.dataset as? ClassFolderDataset)?.classFolders ?? []
        let named = try NamedClasses(found.dataset.classes, options)
        classes = named.classes
        notes = found.notes + named.notes
        try checkHasSamples()
    }

    /// Goes through the samples of a part, or of all.
    public func samples(of split: String?) throws(DatasetError) -> any SampleReader {
        try base.samples(of: split)
    }

    /// A dataset without a single entry is an error, with what was looked for.
    private func checkHasSamples() throws(DatasetError) {
        var reader = try base.samples(of: nil)
        guard try reader.next() == nil else { return }
        throw DatasetError(
            "\(path): no example in it, read as \(kind.rawValue): "
                + (classes.isEmpty
                    ? "it is empty"
                    : (classes.count == 1
                        ? "no picture in its only class, \(classes[0].name) "
                        : "no picture in any of its \(classes.count) classes ")
                        + "(looked for .\(PictureListing.endingsInWords.replacing(", ", with: ", .")))"))
    }
}

/// What was recognised, before classes are named.
struct FoundDataset {
    let kind: DatasetKind
    let dataset: any Dataset
    var notes: [String] = []
    var templates: [String] = []
}
