/// Pictures that a table names, with their labels and captions: CSV, TSV or JSON lines.
struct ManifestDataset: Dataset {
    let name: String
    let classes: [DatasetClass]
    let isMultiLabel: Bool
    let notes: [String]

    private let store: any ByteStore
    private let tree: any PictureTree
    private let format: ManifestFormat
    private let index: ManifestIndex
    private let place: PicturePlace
    private let numbers: [String: Int]

    var splits: [String] { index.splits }

    /// - Parameters:
    ///   - folder: where in the tree the manifest lies.
    init(
        _ store: any ByteStore, name: String, in tree: any PictureTree, folder: [UInt8],
        columns: ManifestColumns
    ) throws(DatasetError) {
        var format = try ManifestFormat(store, asked: columns)
        let index = try ManifestIndex(store, format)
        format.encoding = index.encoding
        guard !index.pictures.isEmpty else {
            throw DatasetError("\(store.name): a header without a row: no picture in it")
        }
        var notes: [String] = []
        if index.encoding == .latin1 {
            notes.append("\(name) is not UTF-8 and was read as Latin-1: check the names that have accents")
        }
        if index.firstImages.isEmpty {
            place = PicturePlace(folder: folder)
        } else {
            let found = try PicturePlace.find(
                index.firstImages, beside: folder, in: tree, manifest: store.name)
            place = found.place
            notes += found.notes
        }
        let readsSeveral = format.columns.labels != nil
        if index.hasSeveralLabels, !readsSeveral {
            notes.append(
                "some pictures have more than one label, in one row or in several: read as several labels per picture"
            )
        }
        if index.partless > 0, !index.splits.isEmpty {
            notes.append(
                index.partless == 1
                    ? "1 row names no part, and no part has it"
                    : "\(index.partless) rows name no part, and no part has them")
        }
        notes.append("columns: " + Self.summary(format.columns))
        self.name = name
        self.store = store
        self.tree = tree
        self.format = format
        self.index = index
        self.notes = notes
        isMultiLabel = readsSeveral || index.hasSeveralLabels
        classes = index.labels.map { DatasetClass($0) }
        numbers = Dictionary(uniqueKeysWithValues: index.labels.enumerated().map { ($1, $0) })
    }

    /// Which column is read as what.
    private static func summary(_ columns: FoundColumns) -> String {
        let uses = [
            (columns.image, "pictures"), (columns.label, "labels"), (columns.labels, "several labels"),
            (columns.caption, "captions"), (columns.split, "parts"),
        ]
        return uses.compactMap { place, use in place.map { "\(columns.names[$0]) (\(use))" } }
            .joined(separator: ", ")
    }

    func samples(of split: String?) throws(DatasetError) -> any SampleReader {
        let wanted = try split.map { name throws(DatasetError) in try self.split(named: name) }
        let number = wanted.flatMap { index.splits.firstIndex(of: $0) }.map { Int32($0) }
        return ManifestSampleReader(dataset: self, split: number)
    }

    /// The sample of a picture.
    fileprivate func entry(
        _ picture: ManifestIndex.Picture, _ window: inout RecordWindow
    ) throws(DatasetError) -> SampleEntry {
        var image: [UInt8] = []
        var (labels, captions): ([Int], [String]) = ([], [])
        var row = Int(picture.firstRow)
        while row >= 0 {
            window.move(to: index.offsets[row], line: Int(index.lines[row]))
            guard let record = try window.next() else {
                throw DatasetError("\(store.name): it became shorter while it was read")
            }
            do throws(RowFault) {
                let found = try format.row(record)
                image = found.image
                labels += found.labels.compactMap { numbers[$0] }
                captions += found.captions
            } catch {
                return .unreadable(id: "\(name), line \(record.line)", reason: error.reason)
            }
            row = Int(index.nextRows[row])
        }
        let path = place.path(of: image)
        let id = TreePath.text(image)
        do throws(DatasetError) {
            let distinct = Set(labels).sorted()
            return .sample(
                Sample(id: id, picture: try tree.picture(path), labels: distinct, captions: captions))
        } catch {
            return .unreadable(id: id, reason: error.message)
        }
    }

    /// Goes through the pictures of one part, or of all.
    private struct ManifestSampleReader: SampleReader {
        let dataset: ManifestDataset
        let split: Int32?
        private var position = 0
        private var window: RecordWindow

        init(dataset: ManifestDataset, split: Int32?) {
            self.dataset = dataset
            self.split = split
            window = RecordWindow(dataset.store, dataset.format.delimited)
        }

        mutating func next() throws(DatasetError) -> SampleEntry? {
            while position < dataset.index.pictures.count {
                let picture = dataset.index.pictures[position]
                position += 1
                // Rows that say nothing usable say no part either: they are named once, with the first.
                let isOfNone = picture.split < 0 && split == 0
                if let split, picture.split != split, !isOfNone { continue }
                let entry = try dataset.entry(picture, &window)
                if isOfNone, case .sample = entry { continue }
                return entry
            }
            return nil
        }
    }
}
