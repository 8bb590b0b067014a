import CLIP
import CLIPData
import CLIPTestSupport
import Testing

@Suite("Names of published classes")
struct PublishedNamesTests {
    @Test(
        "each set has its classes",
        arguments: zip(ClassNameSet.publishedNames, [1000, 10, 10, 10, 100, 10, 10]))
    func sizes(name: String, count: Int) throws {
        let set = try #require(ClassNameSet.named(name))
        #expect(set.name == name && set.entries.count == count)
        #expect(Set(set.entries.flatMap { $0.keys.prefix(1) }).count == count)
        #expect(set.entries.allSatisfy { !$0.names.contains("") && !$0.names[0].contains("_") })
    }

    @Test(
        "ImageNet's ids and places",
        arguments: [
            (0, "n01440764", "tench"), (217, "n02102040", "English Springer Spaniel"),
            (491, "n03000684", "chainsaw"),
            (999, "n15075141", "toilet paper"), (134, "n02012849", "crane bird"),
            (517, "n03126707", "construction crane"),
        ])
    func imageNet(place: Int, id: String, name: String) {
        let entry = ClassNameSet.imageNet.entries[place]
        #expect(entry.keys[0] == id && entry.names == [name])
    }

    @Test("folders named by WordNet id are called as ImageNet's classes")
    func folders() throws {
        let folder = DataFolder()
        try folder.pictures(["n02102040/1.ppm", "n01440764/2.ppm"])
        let data = try OpenedDataset(path: folder.path)
        #expect(
            data.classes == [
                DatasetClass("n01440764", called: ["tench"]),
                DatasetClass("n02102040", called: ["English Springer Spaniel"]),
            ])
        #expect(data.notes.last?.contains("WordNet ids") == true)
        try folder.pictures(["n99999999/1.ppm"])
        #expect(try OpenedDataset(path: folder.path).classes[0].names == ["n01440764"])
    }

    @Test("a published set by name; sets by name where a subset of the classes is there")
    func named() throws {
        var options = DatasetReadingOptions()
        options.classNames = try ClassNameSet.find(RawPath("Imagenette"))
        let folder = DataFolder()
        try folder.pictures(["english_springer/1.ppm", "n01440764/2.ppm"])
        let data = try OpenedDataset(path: folder.path, options: options)
        #expect(data.classes.map(\.names) == [["English springer"], ["tench"]])
        options.classNames = try ClassNameSet.find(RawPath("fashion-mnist"))
        let digits = try OpenedDataset(path: Golden.folder + "/data/formats/mnist", options: options)
        #expect(digits.classes[9] == DatasetClass("9", called: ["Ankle boot"]))
        #expect { try ClassNameSet.find(RawPath("nothing")) } throws: {
            "\($0)".contains("no such file, and no published set; there are imagenet, imagenette")
        }
    }
}
