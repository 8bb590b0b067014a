import CLIPTestSupport
import Foundation
import Testing

@Suite("doctor")
struct DoctorTests {
    private static func made(_ name: String) -> String { "\(Golden.folder)/images/made/\(name)" }

    @Test("the table says what was understood, decided and computed")
    func table() throws {
        let result = try Command().run(["doctor", Command.photo("cat.jpg"), "-q"])
        #expect(result.status == 0 && result.errors.isEmpty)
        let lines = result.output.split(separator: "\n").map(String.init)
        #expect(
            lines.map { String($0.prefix { $0 != " " }) }
                == ["file", "picture", "orientation", "rules", "resize", "crop", "values", "input"])
        #expect(lines[0].hasSuffix("Examples/photos/cat.jpg: JPEG, 31.0 kB"))
        #expect(lines[1].hasSuffix("451 × 300, mode RGB, 8 bits per sample"))
        #expect(lines[4].hasSuffix("short side to 64, bicubic with antialiasing: 96 × 64"))
        #expect(lines[5].hasSuffix("64 × 64 from column 16, row 0"))
        #expect(lines[7].contains("[3, 64, 64], channels red, green, blue: red -1.792 to 1.273"))
    }

    @Test("as JSON, with EXIF as the options decide and where it was found")
    func json() throws {
        let picture = Self.made("orientation-6.jpg")
        for (arguments, exif, turned, width) in [
            ([], "on", true, 64), (["--compat", "openai"], "off", false, 87),
            (["--compat", "hf"], "on", true, 64), (["--exif", "off"], "off", false, 87),
            (["--compat", "openai", "--exif", "on"], "on", true, 64),
        ] as [([String], String, Bool, Int)] {
            let document = try Command().run(["doctor", picture, "--format", "json"] + arguments).json()
            #expect(document["schema"] as? Int == 1 && document["model"] as? String == "pocket")
            let facts = try #require(document["picture"] as? [String: Any])
            #expect(facts["orientation"] as? Int == 6 && facts["orientation_source"] as? String == "EXIF")
            #expect(facts["width"] as? Int == 150 && facts["height"] as? Int == 110)
            let rules = try #require(document["rules"] as? [String: Any])
            #expect(rules["exif"] as? String == exif && rules["turned"] as? Bool == turned, "\(arguments)")
            let resize = try #require(document["resize"] as? [String: Any])
            #expect(resize["width"] as? Int == width)
            let input = try #require(document["input"] as? [String: Any])
            #expect(input["shape"] as? [Int] == [3, 64, 64] && input["channels"] as? String == "RGB")
        }
    }

    @Test("--compat decides crop rounding and colour order, --exif the rest")
    func compat() throws {
        func rules(_ arguments: [String]) throws -> [String: Any] {
            let result = try Command().run(
                ["doctor", Self.made("palette-8.png"), "--format", "json"] + arguments)
            return try #require(try result.json()["rules"] as? [String: Any])
        }
        let openai = try rules(["--compat", "openai"])
        #expect(openai["crop_rounding"] as? String == "halfEven")
        #expect(openai["colour_order"] as? String == "resizeFirst")
        let hf = try rules(["--compat", "hf"])
        #expect(hf["crop_rounding"] as? String == "floor" && hf["colour_order"] as? String == "convertFirst")
        let auto = try rules([])
        #expect(auto["crop_rounding"] as? String == "halfEven" && auto["exif"] as? String == "on")
    }

    @Test("the model's input is written as a PNG of exactly its pixels")
    func output() throws {
        let command = Command()
        let photo = Command.photo("hat.jpg")
        let first = try command.run(["doctor", photo, "-o", "crop.png", "--format", "json"]).json()
        // The crop is of the model's size: nothing is resized or cropped any more.
        let second = try command.run(["doctor", "crop.png", "--format", "json"]).json()
        let inputs = [first, second].map { $0["input"] as? [String: Any] }
        #expect(inputs[0]?["crop_sha256"] as? String != nil)
        #expect(inputs[0]?["crop_sha256"] as? String == inputs[1]?["crop_sha256"] as? String)
        #expect((second["file"] as? [String: Any])?["format"] as? String == "PNG")
        let failed = try command.run(["doctor", photo, "-o", "no/crop.png"])
        #expect(failed.status == 1 && failed.errors.contains("no/crop.png"))
    }

    @Test("an input that preprocess wrote is equal; another one is not, with the cause and status 1")
    func compare() throws {
        let command = Command()
        let photo = Command.photo("cat.jpg")
        try command.run(["preprocess", photo, "-o", "ours.npy"])
        let equal = try command.run(["doctor", photo, "--compare", "ours.npy"])
        #expect(equal.status == 0)
        #expect(equal.output.contains("difference   none\nverdict      Equal in every value.\n"))
        try command.run(["preprocess", Self.made("orientation-6.jpg"), "-o", "turned.npy"])
        let other = try command.run([
            "doctor", Self.made("orientation-6.jpg"), "--exif", "off", "--compare", "turned.npy", "--format",
            "json",
        ])
        #expect(other.status == 1)
        let comparison = try #require(try other.json()["comparison"] as? [String: Any])
        #expect(comparison["equal"] as? Bool == false && comparison["causes"] as? [String] == ["exif"])
        #expect(comparison["shape"] as? [Int] == [3, 64, 64] && comparison["type"] as? String == "float32")
        #expect((comparison["max_difference"] as? Double ?? 0) > 0.1)
        #expect((comparison["largest"] as? [String: Any])?["channel"] as? Int != nil)
        #expect((comparison["verdict"] as? String)?.contains("EXIF orientation was applied") == true)
    }

    @Test(
        "what cannot be compared is an error that names the file and what is taken",
        arguments: [("empty.npy", "not a NumPy file"), ("none.npy", "none.npy")])
    func notComparable(name: String, reason: String) throws {
        let command = Command()
        try command.add("empty.npy", Data())
        let result = try command.run(["doctor", Command.photo("cat.jpg"), "--compare", name])
        #expect(result.status == 1 && result.output.isEmpty && result.errors.contains(reason))
    }

    @Test("a file of a misleading name, and one that is refused, are described all the same")
    func misnamed() throws {
        let command = Command()
        try command.add("photo.png", try Data(contentsOf: URL(fileURLWithPath: Command.photo("cat.jpg"))))
        let table = try command.run(["doctor", "photo.png"])
        #expect(
            table.output.contains("photo.png: JPEG by its content, though its name promises PNG, 31.0 kB\n"))
        try command.add(
            "cut.jpg", try Data(contentsOf: URL(fileURLWithPath: Command.photo("cat.jpg"))).prefix(9000))
        let cut = try command.run(["doctor", "cut.jpg"])
        #expect(cut.status == 1 && cut.errors.contains("error: cut.jpg: cut JPEG"))
        #expect(cut.output.hasPrefix("file     cut.jpg: JPEG\nrefused  cut JPEG"))
        let document = try command.run(["doctor", "cut.jpg", "--format", "json"]).json()
        #expect((document["refused"] as? String)?.hasPrefix("cut JPEG") == true)
        #expect((document["file"] as? [String: Any])?["format"] as? String == "JPEG")
    }

    @Test("pictures that img2dataset gave white borders are counted and said once")
    func bordersOfImg2dataset() throws {
        let command = Command()
        for name in ["a.jpg", "b.jpg"] {
            let bordered = URL(fileURLWithPath: Golden.folder + "/doctor/bordered.jpg")
            try command.add("pictures/" + name, try Data(contentsOf: bordered))
        }
        try command.add(
            "pictures/c.jpg", try Data(contentsOf: URL(fileURLWithPath: Command.photo("cat.jpg"))))
        let result = try command.run(["classify", "pictures", "--labels", "cat,dog", "--batch-size", "1"])
        #expect(result.status == 0)
        let notes = result.notes.filter { $0.contains("img2dataset") }
        #expect(
            notes.count == 1 && notes.first?.hasPrefix("2 pictures of 256 × 256 with white borders") == true)
        try FileManager.default.removeItem(atPath: "\(command.folder.path)/pictures/a.jpg")
        try FileManager.default.removeItem(atPath: "\(command.folder.path)/pictures/b.jpg")
        let none = try command.run(["classify", "pictures", "--labels", "cat,dog"])
        #expect(!none.errors.contains("img2dataset"))
    }
}
