import CLIPData
import Testing

@Suite("Class folders")
struct ClassFolderTests {
    @Test("a folder for each class, in the order of Python's sorted; deeper folders belong to their class")
    func plain() throws {
        let folder = DataFolder()
        try folder.pictures(["b/2.ppm", "b/1.ppm", "a b/x.ppm", "a/deep/er/y.ppm", "a/z.PPM", "é/1.ppm"])
        try folder.write("README.md", "no picture")
        try folder.write("a/notes.txt", "no picture")
        try folder.pictures(["b/.hidden.ppm", "__MACOSX/b/1.ppm"])
        let data = try OpenedDataset(path: folder.path)
        #expect(data.kind == .classFolders)
        #expect(data.classes.map(\.name) == ["a", "a b", "b", "é"])
        #expect(data.splits == [] && data.notes == [])
        #expect(
            try DataFolder.listing(data) == [
                "a/deep/er/y.ppm 0", "a/z.PPM 0", "a b/x.ppm 1", "b/1.ppm 2", "b/2.ppm 2", "é/1.ppm 3",
            ])
    }

    @Test("folders for training, validation and test, whatever they are called")
    func parts() throws {
        let folder = DataFolder()
        try folder.pictures([
            "Test/cat/1.ppm", "Training/cat/2.ppm", "Training/dog/3.ppm", "valid/dog/4.ppm",
            "extra/bird/5.ppm",
        ])
        let data = try OpenedDataset(path: folder.path)
        #expect(data.splits == ["Training", "valid", "Test"])
        #expect(data.classes.map(\.name) == ["cat", "dog"])
        #expect(try DataFolder.listing(data, of: "test") == ["Test/cat/1.ppm 0"])
        #expect(try DataFolder.listing(data, of: "validation") == ["valid/dog/4.ppm 1"])
        #expect(try DataFolder.listing(data).count == 4)
        #expect(data.split(for: .train) == "Training" && data.split(for: .test) == "Test")
        #expect(
            data.notes == [
                "beside Training and valid and Test, passed over: extra",
                "1 class of 2 not in valid: cat", "1 class of 2 not in Test: dog",
            ])
        #expect(throws: DatasetError("\(data.name) has no part \"other\"; it has Training, valid, Test")) {
            try data.samples(of: "other")
        }
    }

    @Test("Kaggle's seg_train/seg_train/class, and one folder around all")
    func wrapped() throws {
        let folder = DataFolder()
        try folder.pictures(["archive/seg_train/seg_train/sea/1.ppm", "archive/seg_test/seg_test/sea/2.ppm"])
        let data = try OpenedDataset(path: folder.path)
        #expect(data.splits == ["seg_train", "seg_test"] && data.classes.map(\.name) == ["sea"])
        #expect(data.notes == ["the data lie in archive"])
        #expect(
            try DataFolder.listing(data, of: "test") == ["archive/seg_test/seg_test/sea/2.ppm 0"])
    }

    @Test("a class may be called train")
    func trains() throws {
        let folder = DataFolder()
        try folder.pictures(["car/1.ppm", "train/2.ppm"])
        let data = try OpenedDataset(path: folder.path)
        #expect(data.splits == [] && data.classes.map(\.name) == ["car", "train"])
    }

    @Test("pictures without a class and folders in a ring are passed over, unreadable folders named")
    func odd() throws {
        let folder = DataFolder()
        try folder.pictures(["a/1.ppm", "b/2.ppm", "stray.ppm"])
        try folder.link("a/ring", to: "..")
        try folder.link("b/gone.ppm", to: "nowhere")
        let data = try OpenedDataset(path: folder.path)
        #expect(data.notes == ["1 picture lies beside the class folders: passed over"])
        let listing = try DataFolder.listing(data)
        #expect(listing.first == "a/1.ppm 0" && listing.contains("b/2.ppm 1"))
        #expect(listing.count < 10)
    }

    @Test("names that differ in bytes alone are one class in two parts, and an error in one")
    func canonicalNames() throws {
        let folder = DataFolder()
        let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
        try folder.pictures(["train/\(composed)/1.ppm", "test/\(decomposed)/2.ppm", "train/tea/3.ppm"])
        let data = try OpenedDataset(path: folder.path)
        #expect(data.classes.count == 2)
        #expect(data.notes == ["1 class of 2 not in test: tea"])
        try folder.pictures(["train/\(decomposed)/4.ppm"])
        #expect(DataFolder.refusal(folder.path).contains("two class folders are called"))
    }

    @Test("what is no dataset says what was found")
    func nothing() throws {
        let folder = DataFolder()
        #expect(DataFolder.refusal(folder.path).contains("no folders for classes, and nothing else"))
        try folder.pictures(["1.ppm", "2.ppm"])
        #expect(DataFolder.refusal(folder.path).contains("only 2 pictures"))
        try folder.write("empty/notes.txt", "")
        #expect(DataFolder.refusal(folder.path).contains("no picture in its only class, empty (looked"))
        #expect(DataFolder.refusal(folder.path + "/none").contains("No such file or directory"))
    }
}
