/// Stanford Cars: pictures in a folder for each part, labels and names in the devkit's matrices.
struct CarsDataset: Dataset {
    let name: String
    let classes: [DatasetClass]
    let isMultiLabel = false
    let notes: [String]
    private let tree: any PictureTree
    private let parts: [Part]

    private struct Part: Sendable {
        let name: String
        let pictures: [UInt8]
        let files: [String]
        /// As in the file, from 1; nil where it has none.
        let labels: [Int]?
    }

    var splits: [String] { parts.map(\.name) }

    init(_ tree: any PictureTree, _ files: CarsFiles, name: String) throws(DatasetError) {
        self.name = name
        self.tree = tree
        notes = files.notes
        let meta = try tree.open(files.names)
        guard case .cells(let cells) = try MatFile(meta).variables["class_names"] else {
            throw DatasetError("\(meta.name): class_names, a list of names, was expected in it")
        }
        let names = cells.compactMap { $0.text?.trimmed }
        guard names.count == cells.count, Set(names).count == names.count, !names.isEmpty else {
            throw DatasetError("\(meta.name): class_names holds something else than names that differ")
        }
        classes = names.map { DatasetClass($0) }
        var parts: [Part] = []
        for part in files.parts {
            let store = try tree.open(part.annotations)
            guard case .table(let columns) = try MatFile(store).variables["annotations"],
                let pictures = columns["fname"]?.map({ $0.text }), !pictures.contains(nil)
            else { throw DatasetError("\(store.name): annotations, a table with fname, was expected in it") }
            let labels = columns["class"]?.map { $0.number.flatMap { Int(exactly: $0) } }
            if let labels, labels.contains(nil) {
                throw DatasetError("\(store.name): a class that is no whole number")
            }
            parts.append(
                Part(
                    name: part.name, pictures: part.pictures, files: pictures.compactMap(\.self),
                    labels: labels?.compactMap(\.self)))
        }
        self.parts = parts
    }

    func samples(of split: String?) throws(DatasetError) -> any SampleReader {
        let wanted = try split.map { name throws(DatasetError) in try self.split(named: name) }
        let count = classes.count
        return JoinedReader(
            parts.filter { wanted == nil || $0.name == wanted }.map { part in
                RangedReader(part.files.count) { [tree] index in
                    let path = TreePath.join(part.pictures, Array(part.files[index].utf8))
                    let id = TreePath.text(path)
                    let label = part.labels.map { $0[index] }
                    if let label, !(1...count).contains(label) {
                        return .unreadable(
                            id: id, reason: "class \(label), where there are \(count) from 1 on")
                    }
                    do throws(DatasetError) {
                        let picture = try tree.picture(path)
                        return .sample(Sample(id: id, picture: picture, labels: label.map { [$0 - 1] } ?? []))
                    } catch {
                        return .unreadable(id: id, reason: error.message)
                    }
                }
            })
    }
}
