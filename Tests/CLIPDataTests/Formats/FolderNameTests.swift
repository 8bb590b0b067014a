import CLIPData
import CLIPTestSupport
import Testing

@Suite("What folders' names say of MNIST's files")
struct FolderNameTests {
    @Test("fashion in the folder's name or the one above counts, further up it does not")
    func fashion() throws {
        let folder = DataFolder()
        for place in ["fashion-lab/sets/mnist", "FashionMNIST/raw", "fashion"] {
            for name in ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"] {
                let bytes = try folder.bytes(Golden.folder + "/data/formats/mnist/" + name)
                try folder.write("\(place)/\(name)", bytes)
            }
        }
        func first(_ place: String) throws -> String? {
            try OpenedDataset(path: "\(folder.path)/\(place)").classes.first?.names.first
        }
        #expect(try first("fashion-lab/sets/mnist") == "0")
        #expect(try first("FashionMNIST/raw") == "T-shirt/top")
        #expect(try first("fashion") == "T-shirt/top")
    }
}
