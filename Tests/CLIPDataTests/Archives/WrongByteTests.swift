import CLIPData
import CLIPTestSupport
import Testing

@Suite("Wrong bytes in data")
struct WrongByteTests {
    @Test(
        "whatever byte is wrong, a file is opened and gone through, or refused with a sentence",
        arguments: [
            ("folders.zip", "x.zip", 1), ("manifest.zip", "x.zip", 1), ("folders-pax.tar", "x.tar", 7),
            ("wds-labels/test/0.tar", "x.tar", 7), ("parts.tar.gz", "x.tar.gz", 1),
            ("cifar-10-batches-py/test_batch", "test_batch", 11), ("cifar-100-python/meta", "meta", 1),
            ("cifar-100-python-5/train", "train", 7),
            ("mnist/t10k-images-idx3-ubyte.gz", "t10k-images-idx3-ubyte.gz", 1),
        ])
    func flipped(golden: String, name: String, step: Int) throws {
        let folder = DataFolder()
        let files = Golden.folder + "/data/formats/"
        let whole = try folder.bytes(files + golden)
        // What the file is opened with, where it does not stand alone.
        if name == "meta" { try folder.write("train", try folder.bytes(files + "cifar-100-python/train")) }
        if name == "train" { try folder.write("meta", try folder.bytes(files + "cifar-100-python-5/meta")) }
        if name.hasPrefix("t10k") {
            let labels = "t10k-labels-idx1-ubyte.gz"
            try folder.write(labels, try folder.bytes(files + "mnist/" + labels))
        }
        let isAlone = name.hasPrefix("x.")
        // The pixels of the pickle say nothing about its form.
        let places =
            Array(0..<min(whole.count, 4096)) + Array(max(4096, whole.count - 200)..<max(4096, whole.count))
        for place in places where place % step == 0 || place >= 4096 {
            var bad = whole
            bad[place] ^= 0xFF
            let path = try folder.write(name, bad)
            do throws(DatasetError) {
                let data = try OpenedDataset(path: isAlone ? path : folder.path)
                var reader = try data.samples(of: nil)
                while let entry = try reader.next() {
                    if case .unreadable(_, let reason) = entry { #expect(!reason.isEmpty) }
                }
            } catch {
                #expect(!error.message.isEmpty)
            }
        }
    }
}
