import CLIPData
import CLIPImages

extension FuzzTarget {
    /// Data out of archives and tables, whose files anyone may have packed.
    static let datasets = [
        tar, zip, shard, shardFiles, delimitedManifest, jsonManifest, idx, matlab, cifarBinary, cifarPickle,
    ]

    private static let formats = "Tests/Goldens/data/formats"

    /// A tar archive of class folders, of a manifest or of samples, packed by gzip or not.
    private static let tar = FuzzTarget(
        "tar",
        seeds: [
            "\(formats)/*.tar", "\(formats)/parts.tar.gz", "\(formats)/wds-labels/test",
            "Tests/Goldens/hostile/tar",
        ],
        words: [
            "ustar\0", "ustar  \0", "././@LongLink", "train/", "../", ".jpg", ".cls", "20 path=a/b/c.jpg\n",
            "11 size=99\n",
            "\0\0\0\0\0\0\00000000010000\0",
        ]
    ) { opens([("data.tar", TarChecksums.mended($0))], at: "data.tar") }

    /// A zip archive of class folders or of a manifest.
    private static let zip = FuzzTarget(
        "zip", seeds: ["\(formats)/*.zip", "Tests/Goldens/hostile/zip"],
        words: [
            "PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "PK\u{6}\u{6}", "PK\u{6}\u{7}", "../", "train/",
            ".jpg",
        ]
    ) { opens([("data.zip", $0)], at: "data.zip") }

    /// A shard of WebDataset in a folder of its own.
    private static let shard = FuzzTarget(
        "shard",
        seeds: [
            "\(formats)/wds-classes/train/0.tar", "\(formats)/wds-captions/test/0.tar",
            "\(formats)/wds-labels/test/0.tar", "\(formats)/img2dataset/00000.tar",
            "Tests/Goldens/hostile/shard",
        ], words: ["ustar\0", ".cls", ".txt", ".json", ".npy", ".jpg", "{\"caption\":", "'shape': (3, "]
    ) { opens([("0.tar", TarChecksums.mended($0))]) }

    /// What stands beside a shard's pictures, and beside its shards: the first byte says what the rest is.
    private static let shardFiles = FuzzTarget(
        "shard-files", seeds: ["Tests/Goldens/hostile/shard-files"],
        words: [
            "multilabel", "retrieval", "{\"caption\": \"", "\"label\": [1, 2]", "'descr': '|u1'",
            "'shape': (3,)",
            "\u{93}NUMPY", "{c}", "\u{FEFF}", "\r\n",
        ]
    ) { bytes in
        let names = [
            "cls", "txt", "json", "npy", "classnames.txt", "zeroshot_classification_templates.txt",
            "dataset_type.txt",
            "nshards.txt",
        ]
        guard let name = bytes.first.map({ names[Int($0) % names.count] }) else { return false }
        let content = Array(bytes.dropFirst())
        var sample = ["png": StoredPNG.grey, "cls": Array("1".utf8)]
        if !name.hasSuffix(".txt") { sample[name] = content }
        let shard = TarSample.archive([
            ("0", sample), ("1", ["png": StoredPNG.grey, "cls": Array("0".utf8)]),
        ])
        return opens([("0.tar", shard)] + (name.hasSuffix(".txt") ? [(name, content)] : []))
    }

    private static let rowWords = [
        "\u{FEFF}", "\r\n", "\"\"", "a.png", "\\a.png", "a|b", "../", "é", "train", "test",
    ]

    /// A table with a row for each picture, between commas, tabs, semicolons or bars.
    private static let delimitedManifest = FuzzTarget(
        "manifest-csv", seeds: ["Tests/Goldens/hostile/manifest-csv"],
        words: rowWords + [
            "filepath", "title", "label", "labels", "split", "\t", ";", "\",\"", "[\"a\",\"b\"]", "['a']",
        ]
    ) { opens([("list.csv", $0), ("a.png", StoredPNG.grey), ("b.jpg", StoredPNG.grey)]) }

    /// A JSON object for each picture.
    private static let jsonManifest = FuzzTarget(
        "manifest-jsonl", seeds: ["Tests/Goldens/hostile/manifest-jsonl"],
        words: rowWords + [
            "{\"file_name\": \"", "\"label\": ", "\"labels\": [", "\"text\": [\"", "null", "true", "1e9",
        ]
    ) { opens([("list.jsonl", $0), ("a.png", StoredPNG.grey), ("b.jpg", StoredPNG.grey)]) }

    /// MNIST's form: the input as pictures beside as many labels, and as labels beside as many pictures.
    private static let idx = FuzzTarget("idx", seeds: ["\(formats)/mnist", "Tests/Goldens/hostile/idx"]) {
        bytes in
        // Packed ones keep their number to themselves.
        let number = bytes.count < 8 ? 0 : bytes[4..<8].reduce(0) { $0 << 8 | Int($1) }
        let count = number <= bytes.count ? number : 3
        func sound(_ axes: [Int]) -> [UInt8] {
            [0, 0, 8, UInt8(axes.count)] + axes.flatMap(StoredPNG.bigEndian)
                + (0..<axes.reduce(1, *)).map { UInt8(truncatingIfNeeded: $0 % 12) }
        }
        let (images, labels) = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
        let arePictures = opens([(images, bytes), (labels, sound([count]))])
        return opens([(images, sound([count, 2, 1])), (labels, bytes)]) || arePictures
    }

    /// MATLAB's files, as Stanford Cars has them: one file with names and annotations stands for both.
    private static let matlab = FuzzTarget(
        "mat", seeds: ["\(formats)/values.mat", "\(formats)/values-plain.mat", "Tests/Goldens/hostile/mat"],
        words: [
            "class_names", "annotations", "fname", "class", "\u{E}\0\0\0", "\u{F}\0\0\0", "\u{5}\0\u{4}\0",
        ]
    ) { opens([("cars_meta.mat", $0), ("cars_train_annos.mat", $0)]) }

    /// CIFAR's binary files of either kind.
    private static let cifarBinary = FuzzTarget(
        "cifar-binary",
        seeds: ["\(formats)/cifar-10-batches-bin/test_batch.bin", "\(formats)/cifar-100-binary/test.bin"]
    ) { bytes in
        let isTen = opens([("test_batch.bin", bytes)])
        return opens([("test.bin", bytes), ("fine_label_names.txt", Array("a\nb\nc\n".utf8))]) || isTen
    }

    /// CIFAR's files for Python of either kind, which may hold the names of classes, too.
    private static let cifarPickle = FuzzTarget(
        "cifar-pickle",
        seeds: [
            "\(formats)/cifar-10-batches-py/test_batch", "\(formats)/cifar-100-python/test",
            "Tests/Goldens/hostile/cifar-pickle",
        ],
        words: [
            "cnumpy.core.multiarray\n_reconstruct\n", "cnumpy\nndarray\n", "cnumpy\ndtype\n", "U\u{4}data",
            "U\u{6}labels",
            "X\u{B}\0\0\0fine_labels", "X\u{B}\0\0\0label_names", "]", "}(", "K\0",
            "J\u{FF}\u{FF}\u{FF}\u{FF}", "e",
        ]
    ) { bytes in
        let alone = opens([("test_batch", bytes)])
        let named = opens([("test_batch", bytes), ("batches.meta", bytes)])
        return opens([("test", bytes), ("meta", bytes)]) || alone || named
    }

    // MARK: What must hold

    /// The most pictures of an input that are decoded.
    private static let mostDecoded = 8

    /// Opens files as a user does, and goes through all that they hold.
    ///
    /// - Parameter name: the file to open; nil for the folder.
    /// - Returns: whether they were accepted.
    private static func opens(_ files: [(name: String, bytes: [UInt8])], at name: String? = nil) -> Bool {
        let folder = ScratchFolder()
        defer { withExtendedLifetime(folder) {} }
        for file in files { folder.write(file.bytes, file.name) }
        let dataset: OpenedDataset
        do throws(DatasetError) {
            dataset = try OpenedDataset(path: name.map { "\(folder.path)/\($0)" } ?? folder.path)
        } catch {
            precondition(!error.message.isEmpty)
            return false
        }
        precondition(
            Set(dataset.classes.map(\.name)).count == dataset.classes.count, "two classes of one name")
        precondition(dataset.notes.allSatisfy { !$0.isEmpty })
        let all = walk(dataset, nil, folder.path)
        for part in dataset.splits {
            precondition(walk(dataset, part, folder.path) <= all, "\(part) is more than all")
        }
        return true
    }

    /// Goes through a part, or all.
    ///
    /// - Returns: how many entries there were.
    private static func walk(_ dataset: OpenedDataset, _ part: String?, _ root: String) -> Int {
        var (entries, decoded) = (0, 0)
        do throws(DatasetError) {
            var reader = try dataset.samples(of: part)
            while let entry = try reader.next() {
                entries += 1
                switch entry {
                case .unreadable(let id, let reason): precondition(!id.isEmpty && !reason.isEmpty)
                case .sample(let sample):
                    check(sample, of: dataset)
                    if part == nil, decoded < mostDecoded, isInside(sample.picture, root) {
                        decode(sample.picture)
                        decoded += 1
                    }
                }
            }
        } catch {
            precondition(!error.message.isEmpty)
        }
        return entries
    }

    private static func check(_ sample: Sample, of dataset: OpenedDataset) {
        precondition(!sample.id.isEmpty && !sample.captions.contains(""))
        precondition(sample.labels.allSatisfy(dataset.classes.indices.contains), "a label without a class")
        precondition(Set(sample.labels).count == sample.labels.count, "a label twice")
        precondition(dataset.isMultiLabel || sample.labels.count <= 1, "two labels where there is one each")
    }

    /// A manifest may name any file of the system; only those of the input are opened here.
    private static func isInside(_ picture: SamplePicture, _ root: String) -> Bool {
        guard case .file(let path) = picture else { return true }
        return path.starts(with: Array("\(root)/".utf8))
            && !path.split(separator: UInt8(ascii: "/")).contains(Array("..".utf8)[...])
    }

    private static func decode(_ picture: SamplePicture) {
        do throws(DatasetError) {
            let (image, _) = try picture.read(options: DecodingOptions(maximumMegapixels: 1))
            precondition(image.pixels.count == 3 * image.width * image.height)
        } catch {
            precondition(!error.message.isEmpty)
        }
    }
}
