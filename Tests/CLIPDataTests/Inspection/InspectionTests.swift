import CLIPData
import Testing

@Suite("Inspection")
struct InspectionTests {
    @Test("counts, damage, and pictures that occur twice")
    func inspection() async throws {
        let folder = DataFolder()
        try folder.pictures(["train/a/1.ppm", "train/a/2.ppm", "test/a/1.ppm"])
        try folder.pictures(["train/b/same.ppm", "test/b/same.ppm", "test/a/same.ppm"], colour: 77)
        try folder.write("train/a/broken.jpg", [0xFF, 0xD8, 0xFF])
        let data = try OpenedDataset(path: folder.path)
        var named: [String] = []
        let found = try await DatasetInspector().inspect(data, failure: { named.append($0.id) })
        #expect(found.parts.map(\.name) == ["train", "test"])
        #expect(found.parts.map(\.perClass) == [[2, 1], [2, 1]])
        #expect(named == ["train/a/broken.jpg"] && found.unreadable.map(\.id) == named)
        #expect(
            found.duplicates.map { $0.places.map(\.id) } == [
                [
                    "train/b/same.ppm", "test/a/same.ppm", "test/b/same.ppm",
                ]
            ])
        #expect(found.duplicates[0].isAcrossParts && found.duplicates[0].hasOtherLabels)
        #expect(
            found.examples.map(\.id) == [
                "train/a/1.ppm", "train/b/same.ppm", "test/a/1.ppm", "test/b/same.ppm",
            ])
        #expect(found.examples[0].size == [2, 1])
    }

    @Test("without reading pictures, all that have a picture's name count")
    func index() async throws {
        let folder = DataFolder()
        try folder.pictures(["a/1.ppm"])
        try folder.write("b/broken.jpg", [0xFF])
        var inspector = DatasetInspector()
        inspector.readsPictures = false
        let found = try await inspector.inspect(try OpenedDataset(path: folder.path))
        #expect(found.parts.map(\.perClass) == [[1, 1]])
        #expect(found.unreadable.isEmpty && found.duplicates.isEmpty && !found.hasReadPictures)
    }
}
