import CLIPData
import CLIPTestSupport
import Testing

@Suite("WebDataset's shards")
struct WebDatasetTests {
    private func path(_ name: String) -> String { Golden.folder + "/data/formats/" + name }

    private func captions(_ data: OpenedDataset) throws -> [[String]] {
        var reader = try data.samples(of: nil)
        var all: [[String]] = []
        while case .sample(let sample) = try reader.next() { all.append(sample.captions) }
        return all
    }

    @Test("CLIP_benchmark's classes: names and templates beside the shards")
    func classes() throws {
        let data = try OpenedDataset(path: path("wds-classes"))
        #expect(data.kind == .webDataset && data.splits == ["train", "test"] && data.notes == [])
        #expect(data.classes.map(\.name) == ["tabby cat", "English springer"])
        #expect(data.templates == ["a photo of a {c}.", "a drawing of a {c}."])
        #expect(
            try DataFolder.listing(data, of: "test") == [
                "test/0.tar/s000 1", "test/0.tar/s001 0", "test/1.tar/s002 1",
                "!test/1.tar/s003: label 7, where there are 2 classes",
                "!test/1.tar/s004: no picture among .cls",
            ])
    }

    @Test("several labels as numbers of NumPy's")
    func labels() throws {
        let data = try OpenedDataset(path: path("wds-labels"))
        #expect(data.isMultiLabel && data.classes.map(\.name) == ["a", "b", "c"])
        #expect(
            try DataFolder.listing(data) == ["test/0.tar/s0 0,2", "test/0.tar/s1 ", "test/0.tar/s2 1"])
    }

    @Test("captions: a line each in CLIP_benchmark's retrieval, text or JSON in img2dataset's")
    func retrieval() throws {
        let data = try OpenedDataset(path: path("wds-captions"))
        #expect(data.classes.isEmpty)
        #expect(try captions(data) == [["a cat", "a tabby"], ["ein Hündchen"]])
        let fetched = try OpenedDataset(path: path("img2dataset"))
        #expect(fetched.classes.isEmpty && fetched.splits.isEmpty)
        #expect(
            try captions(fetched).flatMap(\.self) == [
                "picture 000000000", "picture 000000001", "picture 000010000", "picture 000010001",
            ])
    }

    @Test("a pattern, and one shard alone")
    func patterns() throws {
        let all = try OpenedDataset(path: path("img2dataset/{00000..00001}.tar"))
        #expect(all.name == "img2dataset")
        #expect(try captions(all).count == 4)
        #expect(
            DataFolder.refusal(path("img2dataset/{00000..00003}.tar")).contains("2 of 4 shards are not there")
        )
        #expect(DataFolder.refusal(path("img2dataset/{3..1}.tar")).contains("must go up"))
        #expect(
            DataFolder.refusal(path("img2dataset/{0..999999}{0..999999}{0..999999}.tar")).contains(
                "more than a million shards"))
        let one = try OpenedDataset(path: path("wds-classes/test/0.tar"))
        #expect(one.kind == .webDataset && one.classes.map(\.name) == ["0", "1"])
        #expect(one.notes.first?.contains("classnames.txt is missing") == true)
    }

    @Test(
        "shards in the order of their numbers; missing ones are noted; a cut one is named and the next read")
    func order() throws {
        let folder = DataFolder()
        for number in [2, 10, 9] {
            let shard =
                TarBytes.file("a.ppm", DataFolder.picture(1)) + TarBytes.file("a.cls", Array("cat".utf8))
            try folder.write("\(number).tar", number == 9 ? Array(shard.dropLast(600)) : shard)
        }
        try folder.write("nshards.txt", "4\n")
        let data = try OpenedDataset(path: folder.path)
        #expect(data.classes.map(\.name) == ["cat"])
        #expect(data.notes == ["nshards.txt says 4 shards, and 3 are here: results are about these alone"])
        let found = try DataFolder.listing(data)
        #expect(found.count == 3 && found[0] == "2.tar/a 0" && found[2] == "10.tar/a 0")
        #expect(found[1].hasPrefix("!9.tar: ") && found[1].hasSuffix("; nothing behind that is read"))
    }

    @Test("classes of one name are refused")
    func twice() throws {
        let folder = DataFolder()
        try folder.write("0.tar", TarBytes.file("a.ppm", DataFolder.picture(1)))
        try folder.write("classnames.txt", "cat\ndog\ncat\n")
        #expect(DataFolder.refusal(folder.path).contains("two classes are called \"cat\""))
    }
}
