import CLIP
import CLIPData
import Testing

@Suite("Class names")
struct ClassNameTests {
    private func open(_ folder: DataFolder, names: String) throws -> [[String]] {
        var options = DatasetReadingOptions()
        options.classNames = try ClassNameSet(file: RawPath(try folder.write("names", names)))
        return try OpenedDataset(path: folder.path, options: options).classes.map(\.names)
    }

    private func folders() throws -> DataFolder {
        let folder = DataFolder()
        try folder.pictures(["Crane_1/1.ppm", "n02102040/2.ppm"])
        return folder
    }

    @Test(
        "a file of lines, of class and names, or of JSON",
        arguments: [
            "\u{FEFF}crane 1,bird\r\nn02102040,springer\r\n",
            "n02102040,springer\ncrane-1,bird\n", #"{"n02102040": "springer", "crane 1": ["bird"]}"#,
        ])
    func files(text: String) throws {
        #expect(try open(folders(), names: text) == [["bird"], ["springer"]])
    }

    @Test("several names for a class")
    func several() throws {
        let names = try open(folders(), names: "Crane_1,crane|wading bird\nn02102040,English springer\n")
        #expect(names == [["crane", "wading bird"], ["English springer"]])
        #expect(try open(folders(), names: "crane | wading bird\n\"dog, English\"\n")[1] == ["dog, English"])
    }

    @Test(
        "names that do not fit are refused, with the remedy",
        arguments: [
            ("one\n", "are 1, the classes of the data 2"), ("a,b\nc\n", "line 2: lines have one field"),
            ("a,b\n", "say nothing about \"Crane_1\", \"n02102040\""), ("", "no class name"),
            ("same\nsame\n", "two classes are called \"same\""),
            ("a,x\na,y\n", "\"a\" occurs twice"),
            ("{\"a\": []}", "must have a name"), ("{\"a\": \"b\"", "ends too early (at byte 9)"),
            ("a\0b", "zero bytes"),
        ])
    func refused(text: String, reason: String) throws {
        do {
            _ = try open(folders(), names: text)
            Issue.record("no error")
        } catch let error as DatasetError {
            #expect(error.message.contains(reason))
        }
    }

    @Test(
        "cleaned names",
        arguments: [
            ("apple_braeburn_1", "apple braeburn"), ("001.Black_footed_Albatross", "Black footed Albatross"),
            ("AnnualCrop", "Annual Crop"), ("iPhone", "iPhone"), ("7", "7"),
            ("Apple Golden 1", "Apple Golden"),
            ("001.Acadian", "Acadian"), ("2_cats", "cats"), ("t-shirt", "t-shirt"), ("747", "747"),
        ])
    func clean(name: String, words: String) throws {
        let folder = DataFolder()
        try folder.pictures(["\(name)/1.ppm", "zz/1.ppm"])
        var options = DatasetReadingOptions()
        options.cleansNames = true
        let data = try OpenedDataset(path: folder.path, options: options)
        #expect(data.classes[0] == DatasetClass(name, called: [words]))
        #expect(
            data.notes
                == [
                    name == words
                        ? "class names were clean already" : "1 class name cleaned: \(name) → \(words)"
                ])
    }

    @Test("two classes that cleaning would give one name are refused")
    func collision() throws {
        let folder = DataFolder()
        try folder.pictures(["tomato_1/1.ppm", "tomato_2/1.ppm"])
        var options = DatasetReadingOptions()
        options.cleansNames = true
        #expect(
            DataFolder.refusal(folder.path, options).contains(
                "\"tomato_1\" and \"tomato_2\" would both be called \"tomato\""))
    }
}
