/// Where a manifest's header has what is needed.
struct FoundColumns {
    /// Places of the columns; nil where there is none.
    private(set) var image = 0
    private(set) var label: Int?
    private(set) var labels: Int?
    private(set) var caption: Int?
    private(set) var split: Int?
    /// All names, as the file has them.
    let names: [String]

    /// The usual names, the likeliest first; OpenCLIP's are `filepath` and `title`.
    private static let imageNames = [
        "filepath", "file_path", "file_name", "filename", "file", "image_path", "image", "img", "path",
        "image_name",
        "image_file", "img_path", "picture", "photo",
    ]
    private static let labelNames = ["label", "class", "class_name", "category", "target"]
    private static let labelsNames = ["labels", "tags", "classes", "categories"]
    private static let captionNames = ["title", "caption", "text", "captions", "sentence", "description"]
    private static let splitNames = ["split", "subset", "partition"]

    /// Finds columns by what is asked for, else by their usual names.
    /// - Throws: ``DatasetError`` that lists the columns.
    init(_ names: [String], asked: ManifestColumns, file: String) throws(DatasetError) {
        self.names = names
        let search = Search(names: names, file: file)
        label = try search.place(asked.label, Self.labelNames)
        labels = try search.place(asked.labels, Self.labelsNames)
        caption = try search.place(asked.caption, Self.captionNames)
        split = try search.place(asked.split, Self.splitNames)
        if asked.label != nil { labels = nil }
        // Several labels say all that one does.
        if labels != nil { label = nil }
        guard let image = try search.place(asked.image, Self.imageNames) else {
            throw DatasetError(
                "\(file): no column of pictures among \(search.list): name one with --image-col (looked for "
                    + "\(Self.imageNames.prefix(8).joined(separator: ", ")), …)")
        }
        self.image = image
        guard label != nil || labels != nil || caption != nil else {
            throw DatasetError(
                "\(file): no column of labels or captions among \(search.list): name one with --label-col, --labels-col "
                    + "or --caption-col")
        }
    }

    private struct Search {
        let names: [String]
        let file: String

        var list: String { names.isEmpty ? "none at all" : names.joined(separator: ", ") }

        func place(_ asked: String?, _ usual: [String]) throws(DatasetError) -> Int? {
            guard let asked else {
                for name in usual {
                    if let place = names.firstIndex(where: { $0.lowercased() == name }) { return place }
                }
                return nil
            }
            let exact = names.firstIndex(of: asked)
            guard let place = exact ?? names.firstIndex(where: { $0.lowercased() == asked.lowercased() })
            else {
                throw DatasetError("\(file): no column \"\(asked)\"; it has \(list)")
            }
            guard names.count(where: { $0 == names[place] }) == 1 else {
                throw DatasetError("\(file): two columns are called \"\(names[place])\": rename one")
            }
            return place
        }
    }
}
