import CLIPData
import CLIPImages
import CLIPTestSupport
import Testing

@Suite("CIFAR, MNIST and Stanford Cars")
struct PublishedFormatTests {
    private func open(_ name: String) throws -> OpenedDataset {
        try OpenedDataset(path: Golden.folder + "/data/formats/" + name)
    }

    private func pixels(_ data: OpenedDataset, _ split: String) throws -> [[UInt8]] {
        var reader = try data.samples(of: split)
        var all: [[UInt8]] = []
        while case .sample(let sample) = try reader.next() {
            all.append(try sample.picture.read().image.pixels)
        }
        return all
    }

    @Test("CIFAR-10's binary files and Python's say the same")
    func cifar10() throws {
        let binary = try open("cifar-10-batches-bin")
        let python = try open("cifar-10-batches-py")
        #expect(binary.kind == .cifar && python.kind == .cifar)
        for data in [binary, python] {
            #expect(
                data.classes.map(\.name) == ["airplane", "automobile"] && data.splits == ["train", "test"])
        }
        #expect(
            try DataFolder.listing(binary) == [
                "data_batch_1.bin#0 1", "data_batch_1.bin#1 0", "data_batch_2.bin#0 1",
                "data_batch_2.bin#1 0",
                "test_batch.bin#0 1", "test_batch.bin#1 0",
            ])
        #expect(try DataFolder.listing(python, of: "test") == ["test_batch#0 1", "test_batch#1 0"])
        let (first, second) = (try pixels(binary, "train"), try pixels(python, "train"))
        #expect(first.count == 4 && first == second)
        // numpy.random.RandomState(1).randint(0, 256): the first bytes of each plane of the first picture.
        #expect(first[0][0] == 37)
    }

    @Test("CIFAR-100: fine labels count; Python's newer pickles are read, too")
    func cifar100() throws {
        let (binary, python) = (try open("cifar-100-binary"), try open("cifar-100-python"))
        for data in [binary, python] {
            #expect(data.classes.map(\.name) == ["apple", "aquarium_fish"])
            #expect(try DataFolder.listing(data).map { $0.suffix(1) } == ["1", "0", "1", "0", "1", "0"])
        }
        #expect(try pixels(binary, "test") == pixels(python, "test"))
    }

    @Test("pickles of protocol 5, whose arrays are buffers")
    func protocol5() throws {
        let (earlier, later) = (try open("cifar-100-python"), try open("cifar-100-python-5"))
        #expect(try DataFolder.listing(later) == DataFolder.listing(earlier))
        for part in ["train", "test"] { #expect(try pixels(later, part) == pixels(earlier, part)) }
    }

    @Test(
        "CIFAR-100's coarse labels, by the names of Hugging Face's copies and of the pickles",
        arguments: ["cifar-100-binary", "cifar-100-python", "cifar-100-python-5"])
    func coarse(form: String) throws {
        for (name, classes, last) in [
            ("coarse_label", ["fruit", "fish"], "010101"), ("coarse_labels", ["fruit", "fish"], "010101"),
            ("fine_label", ["apple", "aquarium_fish"], "101010"),
            ("label", ["apple", "aquarium_fish"], "101010"),
        ] {
            var options = DatasetReadingOptions()
            options.columns.label = name
            let data = try OpenedDataset(path: Golden.folder + "/data/formats/" + form, options: options)
            #expect(data.classes.map(\.name) == classes)
            #expect(try DataFolder.listing(data).map { $0.suffix(1) }.joined() == last)
        }
    }

    @Test("labels that are not there, and columns where there are none, are refused")
    func columns() throws {
        func refusal(_ form: String, _ change: (inout ManifestColumns) -> Void) -> String {
            var options = DatasetReadingOptions()
            change(&options.columns)
            return DataFolder.refusal(Golden.folder + "/data/formats/" + form, options)
        }
        #expect(
            refusal("cifar-100-python") { $0.label = "superclass" }.hasSuffix(
                "no labels \"superclass\" in CIFAR-100; it has fine_label and coarse_label"))
        for name in ["coarse_label", "fine_label"] {
            #expect(
                refusal("cifar-10-batches-py") { $0.label = name }.hasSuffix(
                    "no labels \"\(name)\" in CIFAR-10; it has label"))
        }
        #expect(
            refusal("cifar-100-python") { $0.caption = "title" }.hasSuffix(
                "--caption-col is for manifests, and this is CIFAR: leave it out"))
        #expect(
            refusal("mnist") { $0.label = "label" }.hasSuffix(
                "--label-col is for manifests, and this is IDX: leave it out"))
    }

    @Test(
        "arrays that lie about their buffer are refused",
        arguments: [
            ([0x4D, 0x00, 0x0C] as [UInt8], "C", "with 12287 bytes"),
            ([0x4A, 0xFF, 0xFF, 0xFF, 0xFF], "C", "an array of [4, -1]"),
            ([0x4A, 0x00, 0x00, 0x00, 0x7F], "C", "only single bytes are read"),
            ([0x4E], "C", "not bytes and sizes"), ([0x4D, 0x00, 0x0C], "F", "in the order of C"),
        ])
    func hostileBuffers(size: [UInt8], order: String, message: String) throws {
        let folder = DataFolder()
        let files = Golden.folder + "/data/formats/cifar-100-python-5/"
        let whole = try folder.bytes(files + "train")
        // Behind the pixels: K 4 M 3072 86 (the sizes), memoised, and the order.
        let sizes: [UInt8] = [0x4B, 0x04, 0x4D, 0x00, 0x0C, 0x86]
        let place = try #require(whole.indices.last { whole[$0...].starts(with: sizes) })
        var bad = Array(whole[..<place]) + [0x4B, 0x04] + size + whole[(place + 5)...]
        let letter = try #require(
            bad.indices.last { bad[$0...].starts(with: [0x8C, 0x01, UInt8(ascii: "C")]) })
        bad[letter + 2] = Array(order.utf8)[0]
        if message.contains("12287") {
            // One byte less than the sizes say, where the length stands before the buffer.
            let buffer = try #require(
                bad.indices.first { bad[$0...].starts(with: [0x96, 0x00, 0x30, 0, 0, 0, 0, 0, 0]) })
            bad[buffer + 1] = 0xFF
            bad[buffer + 2] = 0x2F
            bad.remove(at: buffer + 9)
        }
        // The frame's length is that of what follows it.
        let length = bad.count - 11
        for byte in 0..<8 { bad[3 + byte] = UInt8(truncatingIfNeeded: length >> (8 * byte)) }
        try folder.write("train", bad)
        try folder.write("meta", try folder.bytes(files + "meta"))
        let refusal = DataFolder.refusal(folder.path)
        #expect(refusal.contains(message), "\(refusal)")
    }

    @Test("MNIST's files, packed and not; grey becomes three equal channels")
    func mnist() throws {
        let data = try open("mnist")
        #expect(data.kind == .idx && data.splits == ["train", "test"] && data.classes.count == 10)
        #expect(
            try DataFolder.listing(data) == [
                "train-images-idx3-ubyte#0 0", "train-images-idx3-ubyte#1 1", "train-images-idx3-ubyte#2 2",
                "t10k-images-idx3-ubyte.gz#0 0", "t10k-images-idx3-ubyte.gz#1 1",
            ])
        let second = try pixels(data, "test")[1]
        #expect(second == (12..<24).flatMap { [$0, $0, $0] as [UInt8] })
    }

    @Test("Stanford Cars: matrices of the devkit, labels from 1, test labels beside")
    func cars() throws {
        let data = try open("stanford-cars")
        #expect(data.kind == .stanfordCars && data.splits == ["train", "test"] && data.notes == [])
        #expect(
            data.classes.map(\.name) == [
                "AM General Hummer SUV 2000", "Acura RL Sedan 2012", "Ram C/V Cargo Van Minivan 2012",
            ])
        #expect(
            try DataFolder.listing(data) == [
                "cars_train/00001.jpg 1", "cars_train/00002.jpg 2", "cars_train/00003.jpg 0",
                "cars_test/00003.jpg 0", "cars_test/00002.jpg 2", "cars_test/00001.jpg 1",
            ])
    }

    @Test("damaged files are refused with what is wrong")
    func damaged() throws {
        let folder = DataFolder()
        let files = Golden.folder + "/data/formats/"
        let record = try folder.bytes(files + "cifar-10-batches-bin/test_batch.bin")
        try folder.write("bin/test_batch.bin", Array(record.dropLast()))
        #expect(DataFolder.refusal(folder.path + "/bin").contains("6145 bytes are no whole records of 3073"))
        var high = record
        high[0] = 9
        try folder.write("high/test_batch.bin", high)
        try folder.write("high/batches.meta.txt", "a\nb\n")
        let data = try OpenedDataset(path: folder.path + "/high")
        #expect(
            try DataFolder.listing(data) == [
                "!test_batch.bin#0: label 9, where there are 2 classes", "test_batch.bin#1 0",
            ])

        try folder.write("py/test_batch", Array("cos\nsystem\n(S'true'\ntR.".utf8))
        #expect(DataFolder.refusal(folder.path + "/py").contains("os.system"))

        let images = try folder.bytes(files + "mnist/train-images-idx3-ubyte")
        try folder.write("idx/train-images-idx3-ubyte", Array(images.dropLast()))
        #expect(DataFolder.refusal(folder.path + "/idx").contains("without its labels"))
        try folder.write(
            "idx/train-labels-idx1-ubyte", try folder.bytes(files + "mnist/train-labels-idx1-ubyte"))
        #expect(DataFolder.refusal(folder.path + "/idx").contains("3 × 3 × 4 has 36 bytes, the file 35"))
        try folder.write("idx/train-images-idx3-ubyte", [0, 0, 8, 3] + [UInt8](repeating: 0xFF, count: 12))
        #expect(DataFolder.refusal(folder.path + "/idx").contains("and the file has 16 bytes"))
        try folder.write("idx/train-images-idx3-ubyte", [0, 0, 13, 3] + [UInt8](repeating: 0, count: 12))
        #expect(DataFolder.refusal(folder.path + "/idx").contains("elements of the kind 13"))
        // No picture at all, of a size whose product no integer holds.
        try folder.write(
            "idx/train-images-idx3-ubyte",
            [0, 0, 8, 3] + [UInt8](repeating: 0, count: 4) + [UInt8](repeating: 0xFF, count: 8))
        try folder.write("idx/train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 0])
        #expect(DataFolder.refusal(folder.path + "/idx").contains("pictures of 4294967295 × 4294967295"))
    }
}
