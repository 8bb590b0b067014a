import CLIPData
import CLIPTestSupport
import Testing

@Suite("Pictures in archives")
struct PackedPictureTests {
    @Test(
        "are read when they are wanted, not when they are found",
        arguments: ["folders.zip", "folders-gnu.tar"])
    func later(name: String) throws {
        let folder = DataFolder()
        let golden = try folder.bytes(Golden.folder + "/data/formats/" + name)
        let path = try folder.write(name, golden)
        var reader = try OpenedDataset(path: path).samples(of: nil)
        var pictures: [PackedPicture] = []
        while let entry = try reader.next() {
            guard case .sample(let sample) = entry, case .packed(let picture) = sample.picture else {
                continue
            }
            pictures.append(picture)
        }
        try #require(pictures.count == 3)
        let first = try pictures[0].bytes()
        let again = try pictures[0].bytes()
        #expect(first.starts(with: Array("P6".utf8)) && again == first)
        // What is read now is what lies there now: the archive was emptied where it stands.
        try folder.empty(name)
        for picture in pictures {
            let error = #expect(throws: DatasetError.self) { try picture.bytes() }
            #expect(error?.message.contains("it became shorter while it was read") == true)
        }
    }

    @Test("in shards, too")
    func shards() throws {
        let folder = DataFolder()
        let tar = TarBytes.file("0.ppm", DataFolder.picture(1)) + TarBytes.file("0.cls", Array("0".utf8))
        try folder.write("shards/0.tar", tar)
        var reader = try OpenedDataset(path: folder.path + "/shards").samples(of: nil)
        let entry = try reader.next()
        guard case .sample(let sample) = entry, case .packed(let picture) = sample.picture else {
            Issue.record("\(String(describing: entry)) is no packed picture")
            return
        }
        #expect(try picture.bytes() == DataFolder.picture(1))
        try folder.empty("shards/0.tar")
        #expect(throws: DatasetError.self) { try picture.bytes() }
    }
}
