/// Where a folder has Stanford Cars: the pictures of both parts and the devkit's matrices.
struct CarsFiles {
    let names: [UInt8]
    let parts: [(name: String, annotations: [UInt8], pictures: [UInt8])]
    let notes: [String]

    /// Nil where the folder holds something else.
    init?(_ tree: any PictureTree, base: [UInt8]) {
        // The devkit beside the pictures, in the folder of its archive, or as Kaggle's copy has it.
        let folders = ["", "devkit", "car_devkit/devkit", "car_devkit"]
        func find(_ file: String) -> [UInt8]? {
            folders.lazy.map { folder in
                TreePath.join(base, Array((folder.isEmpty ? file : "\(folder)/\(file)").utf8))
            }.first { tree.hasFile($0) }
        }
        guard let names = find("cars_meta.mat") else { return nil }
        var parts: [(name: String, annotations: [UInt8], pictures: [UInt8])] = []
        var notes: [String] = []
        for (name, files) in [
            ("train", ["cars_train_annos.mat"]),
            ("test", ["cars_test_annos_withlabels.mat", "cars_test_annos.mat"]),
        ] {
            guard let found = files.lazy.compactMap({ file in find(file).map { (file, $0) } }).first else {
                continue
            }
            let folder = TreePath.join(base, Array("cars_\(name)".utf8))
            let inner = TreePath.join(folder, Array("cars_\(name)".utf8))
            let isNested = (try? tree.contents(of: inner)).map { $0.pictureCount > 0 } ?? false
            parts.append((name, found.1, isNested ? inner : folder))
            if found.0 == "cars_test_annos.mat" {
                notes.append(
                    "cars_test_annos.mat has no labels: put cars_test_annos_withlabels.mat beside it to test by them"
                )
            }
        }
        guard !parts.isEmpty else { return nil }
        self.names = names
        self.parts = parts
        self.notes = notes
    }
}
