internal import CLIPImages

/// MNIST and the sets in its form: Fashion-MNIST, KMNIST and others.
struct IdxDataset: Dataset {
    let name: String
    let classes: [DatasetClass]
    let isMultiLabel = false
    let notes: [String]
    private let parts: [Part]

    private struct Part: Sendable {
        let name: String
        let file: String
        let images: IdxFile
        let labels: [Int]
    }

    var splits: [String] { parts.map(\.name) }

    /// Of one picture: MNIST's have 784.
    private static let mostPixels = 16 << 20

    /// The parts by what their files' names begin with.
    private static let beginnings = [("train", "train"), ("test", "t10k"), ("test", "test")]

    /// Whether files of a folder are MNIST's.
    static func isPresent(_ contents: FolderContents) -> Bool {
        beginnings.contains { file($0.1, "images", 3, contents) != nil }
    }

    /// The file of a part: `train-images-idx3-ubyte`, with a dot for a dash in some copies, packed or not.
    private static func file(
        _ beginning: String, _ kind: String, _ rank: Int, _ contents: FolderContents
    ) -> [UInt8]? {
        let wanted = "\(beginning)-\(kind)-idx\(rank)-ubyte"
        return contents.files.first { name in
            var text = TreePath.text(name)
            if text.hasSuffix(".gz") { text.removeLast(3) }
            return text.replacing(".", with: "-") == wanted
        }
    }

    init(_ tree: any PictureTree, folder: [UInt8], contents: FolderContents, name: String)
        throws(DatasetError)
    {
        var parts: [Part] = []
        for (part, beginning) in Self.beginnings where !parts.contains(where: { $0.name == part }) {
            guard let imagesName = Self.file(beginning, "images", 3, contents) else { continue }
            guard let labelsName = Self.file(beginning, "labels", 1, contents) else {
                throw DatasetError(
                    "\(tree.path): \(TreePath.text(imagesName)) without its labels (\(beginning)-labels-idx1-ubyte)"
                )
            }
            let images = try IdxFile(tree.open(TreePath.join(folder, imagesName)))
            let labels = try IdxFile(tree.open(TreePath.join(folder, labelsName)))
            guard images.shape.count == 3, images.shape[1] > 0, images.shape[2] > 0, labels.shape.count == 1,
                images.shape[0] == labels.shape[0]
            else {
                throw DatasetError(
                    "\(tree.path): \(TreePath.text(imagesName)) holds \(images.shape), \(TreePath.text(labelsName)) "
                        + "\(labels.shape): pictures [n, rows, columns] and as many labels [n] were expected")
            }
            guard images.shape[1] * images.shape[2] <= Self.mostPixels else {
                throw DatasetError(
                    "\(tree.path): \(TreePath.text(imagesName)) holds pictures of \(images.shape[1]) × \(images.shape[2]): "
                        + "more than \(Self.mostPixels >> 20) megapixels are refused")
            }
            let values = try labels.store.read(at: labels.start, count: labels.shape[0]).map { Int($0) }
            parts.append(
                Part(name: part, file: TreePath.text(imagesName), images: images, labels: values))
        }
        self.parts = parts
        self.name = name
        let most = parts.flatMap(\.labels).max() ?? 0
        // The folder's own name, or the one above it (torchvision's FashionMNIST/raw); what lies further up says nothing.
        let near = tree.path.split(separator: "/").suffix(2) + [Substring(TreePath.text(folder))]
        let isFashion = near.contains { $0.lowercased().contains("fashion") }
        if isFashion, most < 10 {
            classes = try ClassNameSet.fashionMNIST.naming((0..<10).map { DatasetClass("\($0)") })
            notes = ["\"fashion\" in the name: classes are called as in Fashion-MNIST"]
        } else {
            classes = (0...max(most, 9)).map { DatasetClass("\($0)") }
            notes = [
                "the files name no classes: they are called by number, as digits are; --classnames takes others"
            ]
        }
    }

    func samples(of split: String?) throws(DatasetError) -> any SampleReader {
        let wanted = try split.map { name throws(DatasetError) in try self.split(named: name) }
        return JoinedReader(
            parts.filter { wanted == nil || $0.name == wanted }.map { part in
                RangedReader(part.labels.count) { index throws(DatasetError) in
                    .sample(
                        Sample(
                            id: "\(part.file)#\(index)",
                            picture: .pixels(try Self.picture(part.images, index)),
                            labels: [part.labels[index]]))
                }
            })
    }

    private static func picture(_ images: IdxFile, _ index: Int) throws(DatasetError) -> RGBImage {
        let (rows, columns) = (images.shape[1], images.shape[2])
        let grey = try images.store.read(at: images.start + index * rows * columns, count: rows * columns)
        let pixels = [UInt8](unsafeUninitializedCapacity: 3 * grey.count) { rgb, written in
            for (place, value) in grey.enumerated() {
                for channel in 0..<3 { rgb[3 * place + channel] = value }
            }
            written = 3 * grey.count
        }
        do {
            return try RGBImage(width: columns, height: rows, pixels: pixels)
        } catch {
            throw DatasetError(error.message)
        }
    }
}
