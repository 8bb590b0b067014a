internal import CLIPWeights

/// Which files of a folder are CIFAR's, and what they hold (<https://www.cs.toronto.edu/~kriz/cifar.html>).
struct CifarFiles {
    /// A published form of the data.
    private enum Form: CaseIterable {
        case binary10, binary100, python10, python100

        /// Files of the part to learn from, and of the part to test by.
        var files: (train: [String], test: [String]) {
            switch self {
            case .binary10: ((1...5).map { "data_batch_\($0).bin" }, ["test_batch.bin"])
            case .binary100: (["train.bin"], ["test.bin"])
            case .python10: ((1...5).map { "data_batch_\($0)" }, ["test_batch"])
            case .python100: (["train"], ["test"])
            }
        }

        /// The file that the names of classes are in, of CIFAR-100 those of the fine ones, which also tells it from other
        /// data.
        var names: String {
            switch self {
            case .binary10: "batches.meta.txt"
            case .binary100: "fine_label_names.txt"
            case .python10: "batches.meta"
            case .python100: "meta"
            }
        }

        var needsNames: Bool { self == .binary100 || self == .python100 }
        var isPickled: Bool { self == .python10 || self == .python100 }
        var hasCoarse: Bool { self == .binary100 || self == .python100 }
    }

    private let form: Form
    private let tree: any PictureTree
    private let folder: [UInt8]
    private var labels = CifarLabels.fine

    /// Nil where the folder holds something else.
    init?(_ tree: any PictureTree, folder: [UInt8], contents: FolderContents) {
        let names = Set(contents.files.map { TreePath.text($0) })
        let form = Form.allCases.first { form in
            (form.files.train + form.files.test).contains { names.contains($0) }
                && (!form.needsNames || names.contains(form.names))
        }
        guard let form else { return nil }
        self.form = form
        self.tree = tree
        self.folder = folder
    }

    /// The same files by the labels of a name, as Hugging Face's copies call them.
    /// - Throws: ``DatasetError`` that names those there are.
    func taking(_ name: String?) throws(DatasetError) -> CifarFiles {
        guard let name else { return self }
        guard let labels = CifarLabels(name), form.hasCoarse || labels == .fine && !name.contains("fine")
        else {
            let known = form.hasCoarse ? CifarLabels.allCases.map(\.rawValue) : ["label"]
            throw DatasetError(
                "\(tree.path): no labels \"\(name)\" in CIFAR-\(form.hasCoarse ? "100" : "10"); it has "
                    + known.joined(separator: " and "))
        }
        var files = self
        files.labels = labels
        return files
    }

    private func path(_ name: String) -> [UInt8] { TreePath.join(folder, Array(name.utf8)) }

    /// The names of the classes; nil where their file is missing.
    func classNames() throws(DatasetError) -> [String]? {
        let file = form == .binary100 ? labels.namesFile : form.names
        guard tree.hasFile(path(file)) else { return nil }
        guard form.isPickled else { return try tree.lines(path(file))?.filter { !$0.isEmpty } }
        let (fields, _) = try pickle(file)
        return fields.texts(form == .python10 ? "label_names" : labels.namesKey)
    }

    /// The parts that are there, with their files.
    func parts() throws(DatasetError) -> [(name: String, batches: [CifarBatch])] {
        var parts: [(name: String, batches: [CifarBatch])] = []
        for (name, files) in [("train", form.files.train), ("test", form.files.test)] {
            let batches = try files.filter { tree.hasFile(path($0)) }.map { file throws(DatasetError) in
                form.isPickled
                    ? try pickled(file)
                    : try CifarBatch(
                        binary: tree.open(path(file)), name: file, labelBytes: form.hasCoarse ? 2 : 1,
                        place: form.hasCoarse ? labels.place : 0)
            }
            if !batches.isEmpty { parts.append((name, batches)) }
        }
        return parts
    }

    private func pickle(_ file: String) throws(DatasetError) -> (fields: PickledFields, store: any ByteStore)
    {
        let store = try tree.open(path(file))
        let bytes = try store.all(atMost: 1 << 30)
        let fields = bytes.withUnsafeBytes { bytes in
            Result { () throws(WeightError) in
                try PickledFields(
                    bytes, name: store.name, textLists: ["label_names"] + CifarLabels.allCases.map(\.namesKey)
                )
            }
        }
        switch fields {
        case .success(let fields): return (fields, store)
        case .failure(let error): throw DatasetError(error.message)
        }
    }

    private func pickled(_ file: String) throws(DatasetError) -> CifarBatch {
        let (fields, store) = try pickle(file)
        let labelName = form == .python10 ? "labels" : labels.key
        guard let labels = fields.integers(labelName), let data = fields.array("data") else {
            throw DatasetError(
                "\(store.name): \(labelName) and data were expected in it; there are "
                    + fields.names.joined(separator: ", "))
        }
        guard data.bytes.count == labels.count * CifarBatch.pictureSize else {
            throw DatasetError(
                "\(store.name): \(data.shape.map(String.init).joined(separator: " × ")) bytes of pictures for "
                    + "\(labels.count) labels, where a picture has \(CifarBatch.pictureSize)")
        }
        return CifarBatch(array: data.bytes, labels: labels, in: store, name: file)
    }
}
