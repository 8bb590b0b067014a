import ArgumentParser
import CLIP
import CLIPData

/// A dataset and how it is read: for every command that takes one.
struct DatasetOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The data: a folder with a folder of pictures for each class, with or without train, val and test above; a "
                + "manifest of pictures with labels or captions (.csv, .tsv, .jsonl); an archive of these (.zip, .tar, "
                + ".tar.gz); WebDataset's shards (a folder, or a pattern such as {00..12}.tar); or the published files "
                + "of CIFAR, MNIST or Stanford Cars.",
            valueName: "dataset"))
    var dataset: String

    @Option(
        help: ArgumentHelp(
            "The part to take: its name, or train, val or test for what the data call otherwise.",
            valueName: "part"))
    var split: String?

    @Option(
        help: ArgumentHelp(
            "What the classes are called in prompts: \(DatasetOptions.publishedNames); or a file with one name per line in "
                + "the order of the classes, CSV with class,name|other name, or JSON {\"class\": [\"name\"]}.",
            valueName: "name|file"))
    var classnames: String?

    @Flag(help: "Make words of class names: apple_braeburn_1 becomes apple braeburn.")
    var cleanNames = false

    @Option(
        help: ArgumentHelp("A manifest's column of paths; left out, it is found by name.", valueName: "name"))
    var imageCol: String?

    @Option(
        help: ArgumentHelp(
            "A manifest's column of labels, one for each picture; of CIFAR-100 fine_label or coarse_label.",
            valueName: "name"))
    var labelCol: String?

    @Option(
        help: ArgumentHelp(
            "A manifest's column of several labels, with | or ; between them or as a JSON array.",
            valueName: "name"))
    var labelsCol: String?

    @Option(help: ArgumentHelp("A manifest's column of captions.", valueName: "name"))
    var captionCol: String?

    @Option(
        help: ArgumentHelp("A manifest's column that says which part a row belongs to.", valueName: "name"))
    var splitCol: String?

    @Option(
        help: ArgumentHelp(
            "What stands between a manifest's columns: \"tab\" or one character; left out, it is seen from the first "
                + "line.", valueName: "character"))
    var separator: String?

    private static let publishedNames = ClassNameSet.publishedNames.joined(separator: ", ")

    func validate() throws {
        if dataset.isEmpty { throw ValidationError("Name a dataset: a folder or a file.") }
        if let separator, separator.count != 1, separator != "tab", separator != "\\t" {
            throw ValidationError("--separator \"\(separator)\": give one character, or \"tab\"")
        }
        if labelCol != nil, labelsCol != nil {
            throw ValidationError("Give --label-col or --labels-col, not both.")
        }
    }

    /// Opens the dataset, and says what was found.
    func open(_ console: Console) throws -> OpenedDataset {
        var options = DatasetReadingOptions()
        options.classNames = try classnames.map { try ClassNameSet.find(RawPath(argument: $0)) }
        options.cleansNames = cleanNames
        options.columns.image = imageCol
        options.columns.label = labelCol
        options.columns.labels = labelsCol
        options.columns.caption = captionCol
        options.columns.split = splitCol
        options.columns.separator = separator.map { $0.count == 1 ? $0.first ?? "\t" : "\t" }
        let opened = try OpenedDataset(rawPath: RawPath(argument: dataset), options: options)
        for note in opened.notes { console.note(note) }
        if let split { _ = try opened.split(named: split) }
        return opened
    }

    /// The part that a result is about: the one asked for; else the one for testing, else the one for validation; nil
    /// for all of the data, where they are not divided.
    func partToReport(_ data: OpenedDataset, _ console: Console) throws -> String? {
        if let split { return try data.split(named: split) }
        guard !data.splits.isEmpty else { return nil }
        guard let part = data.split(for: .test) ?? data.split(for: .validation) else {
            console.note(
                "all parts together: \(data.splits.joined(separator: ", ")); --split takes one of them")
            return nil
        }
        console.note(
            "the part \(part) of \(data.splits.joined(separator: ", ")); --split takes another one")
        return part
    }
}
