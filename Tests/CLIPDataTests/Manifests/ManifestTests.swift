import CLIPData
import Testing

@Suite("Manifests")
struct ManifestTests {
    /// A folder with pictures and a manifest of this text.
    private func folder(_ name: String, _ text: String) throws -> (folder: DataFolder, path: String) {
        let folder = DataFolder()
        try folder.pictures(["a.ppm", "b.ppm", "pics/c.ppm", "pics/sub/d.ppm"])
        return (folder, try folder.write(name, text))
    }

    private func open(_ name: String, _ text: String, _ columns: ManifestColumns = .init()) throws
        -> OpenedDataset
    {
        let (folder, path) = try folder(name, text)
        var options = DatasetReadingOptions()
        options.columns = columns
        // What is opened stays readable; pictures are looked for while opening.
        return try withExtendedLifetime(folder) { try OpenedDataset(path: path, options: options) }
    }

    private func samples(_ data: OpenedDataset) throws -> [Sample] {
        var reader = try data.samples(of: nil)
        var samples: [Sample] = []
        while let entry = try reader.next() {
            if case .sample(let sample) = entry { samples.append(sample) }
        }
        return samples
    }

    @Test(
        "CSV, TSV and JSON lines say the same",
        arguments: [
            ("x.csv", "filepath,title,label\na.ppm,\"one, two\",cat\nb.ppm,\"a \"\"b\"\"\nc\",dog\n"),
            (
                "x.csv",
                "\u{FEFF}filepath,title,label\r\na.ppm,\"one, two\",cat\r\nb.ppm,\"a \"\"b\"\"\nc\",dog"
            ),
            ("x.tsv", "filepath\ttitle\tlabel\na.ppm\tone, two\tcat\n\nb.ppm\t\"a \"\"b\"\"\nc\"\tdog\n"),
            ("x.csv", "File_Path;Caption;Class\r a.ppm ;one, two; cat\rb.ppm;\"a \"\"b\"\"\nc\";dog\r"),
            (
                "x.jsonl",
                #"{"file_name": "a.ppm", "text": "one, two", "label": "cat"}"# + "\n\n"
                    + #"{"text": ["a \"b\"\nc"], "label": "dog", "file_name": "b.ppm", "more": {"x": 1}}"#
            ),
        ])
    func forms(name: String, text: String) throws {
        let data = try open(name, text)
        #expect(data.kind == .manifest && data.name == "x" && !data.isMultiLabel)
        #expect(data.classes.map(\.name) == ["cat", "dog"])
        let found = try samples(data)
        #expect(found.map(\.id) == ["a.ppm", "b.ppm"] && found.map(\.labels) == [[0], [1]])
        #expect(found.map(\.captions) == [["one, two"], ["a \"b\"\nc"]])
    }

    @Test(
        "captions stay as they are written, white space and all, as their repair may need it; half of an emoji is U+FFFD",
        arguments: [
            ("x.csv", "filepath,caption\na.ppm,voilÃ\u{A0}\nb.ppm, \u{301}b \u{FFFD}\n"),
            (
                "x.jsonl",
                #"{"filepath": "a.ppm", "caption": "voilÃ\u00a0"}"# + "\n"
                    + #"{"filepath": "b.ppm", "captions": "", "caption": " \u0301b \ud83d"}"#
            ),
        ])
    func exactCaptions(name: String, text: String) throws {
        let captions = try samples(open(name, text)).flatMap(\.captions)
        #expect(
            captions.map { Array($0.unicodeScalars) }
                == ["voilÃ\u{A0}", " \u{301}b \u{FFFD}"].map { Array($0.unicodeScalars) })
    }

    @Test(
        "captions of one picture come together, from rows wherever they stand; the first row gives the place")
    func gathered() throws {
        let data = try open("captions.csv", "image,caption\nb.ppm,1\na.ppm,2\nb.ppm,3\nb.ppm,4\n")
        #expect(data.classes.isEmpty)
        let found = try samples(data)
        #expect(found.map(\.id) == ["b.ppm", "a.ppm"])
        #expect(found.map(\.captions) == [["1", "3", "4"], ["2"]])
    }

    @Test("more rows than are held in memory at once, with captions far apart")
    func large() throws {
        let rows = (0..<40_000).map {
            "\($0 % 20_000)/\(String(repeating: "x", count: 9)).ppm,caption number \($0)"
        }
        let data = try open("large.csv", "image,caption\na.ppm,first\n" + rows.joined(separator: "\n"))
        let found = try samples(data)
        #expect(found.count == 20_001)
        #expect(found[12_346].captions == ["caption number 12345", "caption number 32345"])
    }

    @Test("parts by a column; numbers as labels sort as numbers")
    func parts() throws {
        let data = try open("x.csv", "path,label,split\na.ppm,10,train\nb.ppm,2,test\npics/c.ppm,2,train\n")
        #expect(data.classes.map(\.name) == ["2", "10"] && data.splits == ["train", "test"])
        #expect(try DataFolder.listing(data, of: "train") == ["a.ppm 1", "pics/c.ppm 0"])
        #expect(try DataFolder.listing(data, of: "test") == ["b.ppm 0"])
    }

    @Test("rows that say nothing are named once, also where parts are gone through one by one")
    func faultsBesideParts() throws {
        let data = try open(
            "x.csv", "path,label,split\na.ppm,1,train\nb.ppm\npics/c.ppm,2,test\npics/sub/d.ppm,2,\n")
        #expect(data.splits == ["train", "test"])
        #expect(data.notes.first == "1 row names no part, and no part has it")
        #expect(
            try DataFolder.listing(data, of: "train") == [
                "a.ppm 0", "!x, line 3: 1 columns where the header has 3",
            ])
        #expect(try DataFolder.listing(data, of: "test") == ["pics/c.ppm 1"])
        #expect(try DataFolder.listing(data).count == 4)
    }

    @Test(
        "several labels per picture",
        arguments: [
            "image,labels\na.ppm,cat|sofa\nb.ppm,\n", "image,labels\na.ppm, sofa ; cat\nb.ppm,\n",
            "image,labels\na.ppm,\"[\"\"cat\"\", \"\"sofa\"\"]\"\nb.ppm,[]\n",
            "image,labels\na.ppm,\"['cat', 'sofa']\"\nb.ppm,\n",
            "image,label\na.ppm,cat\nb.ppm,\na.ppm,sofa\n",
        ])
    func multiLabel(text: String) throws {
        let data = try open("x.csv", text)
        #expect(data.isMultiLabel && data.classes.map(\.name) == ["cat", "sofa"])
        #expect(try samples(data).map(\.labels) == [[0, 1], []])
    }

    @Test("a picture whose label stands in one of its rows has one label")
    func labelInOneRow() throws {
        let data = try open("x.csv", "image,label,caption\na.ppm,,one\na.ppm,cat,two\na.ppm,,three\n")
        #expect(!data.isMultiLabel && data.classes.map(\.name) == ["cat"])
        #expect(try samples(data).map(\.labels) == [[0]])
        let other = try open("x.csv", "image,label\na.ppm,\na.ppm,cat\na.ppm,sofa\n")
        #expect(other.isMultiLabel)
    }

    @Test("columns by name, and an error that lists them")
    func columns() throws {
        var columns = ManifestColumns()
        columns.image = "where"
        columns.label = "WHAT"
        let text = "id,where,what,label\n1,a.ppm,cat,9\n"
        #expect(try open("x.csv", text, columns).classes.map(\.name) == ["cat"])
        columns.label = "which"
        #expect(throws: DatasetError.self) { try open("x.csv", text, columns) }
        let (folder, path) = try folder("y.csv", "id,breed\n1,2\n")
        #expect(DataFolder.refusal(path).contains("no column of pictures among id, breed"))
        var options = DatasetReadingOptions()
        options.columns.image = "picture"
        #expect(DataFolder.refusal(path, options).contains("no column \"picture\"; it has id, breed"))
        options.columns.image = "id"
        #expect(DataFolder.refusal(path, options).contains("no column of labels or captions among id, breed"))
        options.columns.label = "breed"
        #expect(DataFolder.refusal(path, options).contains("none of its first pictures is there, 1 for one"))
        withExtendedLifetime(folder) {}
    }

    @Test(
        "pictures beside the manifest, in a folder beside it, without their ending, or with \\",
        arguments: [
            ("image,label\nc.ppm,1\n", "pictures are taken from pics"),
            ("image,label\npics\\sub\\d.ppm,1\n", "\"\\\" in paths is read as \"/\""),
            ("image,label\n./a.ppm,1\n", nil),
        ] as [(String, String?)])
    func places(text: String, note: String?) throws {
        let data = try open("x.csv", text)
        #expect(data.notes == (note.map { [$0] } ?? []) + ["columns: image (pictures), label (labels)"])
    }

    @Test("an ending that the paths lack is found")
    func endings() throws {
        let folder = DataFolder()
        try folder.pictures(["train/0a.jpg"])
        let path = try folder.write("x.csv", "image,label\n0a,cat\n")
        let data = try OpenedDataset(path: path)
        #expect(data.notes.prefix(2) == ["pictures are taken from train", ".jpg is added to the paths"])
        guard case .file(let bytes) = try samples(data)[0].picture else {
            Issue.record("no file")
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("/train/0a.jpg"))
    }

    @Test("rows that say nothing are named with their line, and the others read")
    func faults() throws {
        let data = try open(
            "x.csv",
            "image,label\na.ppm,cat\nb.ppm\n,dog\n\"b.ppm\",\"x\ny\"\nhttp://x.org/1.jpg,cat\nb.ppm,cat,more\n"
                + "a.ppm,\"never closed\n")
        #expect(
            try DataFolder.listing(data) == [
                "a.ppm 0", "!x, line 3: 1 columns where the header has 2", "!x, line 4: no picture",
                "b.ppm 1", "!x, line 7: an address, not a file: download the pictures first",
                "!x, line 8: 3 columns where the header has 2",
                "!x, line 9: a quote is not closed before the file ends",
            ])
        let lines = try open(
            "x.jsonl", "{\"image\":\"a.ppm\",\"label\":1}\n[1]\n{\"image\":\"a.ppm\",\"label\":{}}\n")
        #expect(
            try DataFolder.listing(lines) == [
                "a.ppm 0", "!x, line 2: no JSON object",
                "!x, line 3: \"label\" is neither a text nor a list of texts",
            ])
    }

    @Test("Latin-1 is read with a note; zero bytes and UTF-16 are refused")
    func encodings() throws {
        let folder = DataFolder()
        try folder.pictures(["a.ppm"])
        let latin = try folder.write("x.csv", Array("image,label\na.ppm,caf".utf8) + [0xE9, 0x0A])
        let data = try OpenedDataset(path: latin)
        #expect(data.classes.map(\.name) == ["café"])
        #expect(
            data.notes.first == "x is not UTF-8 and was read as Latin-1: check the names that have accents")
        let zero = try folder.write("y.csv", "image,label\na.ppm,a\0b\n")
        #expect(DataFolder.refusal(zero).contains("zero bytes"))
        let wide = try folder.write("z.csv", [0xFF, 0xFE, 0x69, 0])
        #expect(DataFolder.refusal(wide).contains("UTF-16: save it as UTF-8"))
    }

    @Test("what holds nothing is refused with what was expected")
    func nothing() throws {
        let folder = DataFolder()
        #expect(DataFolder.refusal(try folder.write("a.csv", " \n")).contains("it is empty"))
        #expect(
            DataFolder.refusal(try folder.write("b.csv", "image,label\n")).contains("a header without a row"))
        #expect(DataFolder.refusal(try folder.write("c.json", "[{}]")).contains("JSON lines"))
        #expect(DataFolder.refusal(try folder.write("d.jsonl", "{]\n")).contains("no JSON object"))
        let quote = "image,label\na,\"" + String(repeating: "x", count: 40 << 20)
        #expect(
            DataFolder.refusal(try folder.write("e.csv", quote)).contains(
                "line 2: a record of more than 16 MiB"))
    }

    @Test("a folder with a manifest is read by it, unless there are class folders or several manifests")
    func folders() throws {
        let folder = DataFolder()
        try folder.pictures(["images/a.ppm"])
        try folder.write("captions.csv", "image,caption\na.ppm,hello\n")
        let data = try OpenedDataset(path: folder.path)
        #expect(data.kind == .manifest && data.notes.first == "read by its manifest captions.csv")
        try folder.write("pairs.csv", "filepath,title\nimages/a.ppm,hello\n")
        #expect(DataFolder.refusal(folder.path).contains("several manifests: captions.csv, pairs.csv"))
        try folder.pictures(["more/b.ppm"])
        let folders = try OpenedDataset(path: folder.path)
        #expect(folders.kind == .classFolders)
        #expect(folders.notes.last?.contains("beside them captions.csv, pairs.csv") == true)
    }
}
