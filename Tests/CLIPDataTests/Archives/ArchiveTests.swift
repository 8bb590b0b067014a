import CLIPData
import CLIPTestSupport
import Testing

@Suite("Data in archives")
struct ArchiveTests {
    private let longName = "cat/" + String(repeating: "deep/", count: 60) + "é.ppm"

    private func golden(_ name: String) -> String { Golden.folder + "/data/formats/" + name }

    @Test(
        "class folders in zip and tar, with long names",
        arguments: ["folders.zip", "folders-gnu.tar", "folders-pax.tar"])
    func folders(name: String) async throws {
        let data = try OpenedDataset(path: golden(name))
        #expect(data.kind == .classFolders && data.classes.map(\.name) == ["cat", "dog"])
        #expect(try DataFolder.listing(data) == ["cat/1.ppm 0", "\(longName) 0", "dog/1.ppm 1"])
        let found = try await DatasetInspector().inspect(data)
        #expect(found.unreadable.isEmpty && found.duplicates.isEmpty && found.parts[0].perClass == [2, 1])
    }

    @Test("a packed tar with parts")
    func packed() throws {
        let data = try OpenedDataset(path: golden("parts.tar.gz"))
        #expect(data.name == "parts" && data.splits == ["train", "test"])
        #expect(try DataFolder.listing(data, of: "test") == ["test/cat/2.ppm 0"])
    }

    @Test("a manifest in an archive, which cannot lead out of its folder")
    func manifest() throws {
        let data = try OpenedDataset(path: golden("manifest.zip"))
        #expect(data.kind == .manifest)
        #expect(
            try DataFolder.listing(data) == [
                "photos/1.ppm ", "photos/2.ppm ", "!../3.ppm: its name leads out of the archive: refused",
            ])
    }

    @Test("names that lead elsewhere and links are refused and named; the rest is read")
    func traversal() throws {
        let folder = DataFolder()
        let tar =
            TarBytes.file("a/1.ppm", DataFolder.picture(1)) + TarBytes.file("../x.ppm", [1])
            + TarBytes.file("/etc/x.ppm", [1]) + TarBytes.file("a/../../x.ppm", [1])
            + TarBytes.header("a/link.ppm", size: 0, kind: "2")
            + TarBytes.header("a/hard.ppm", size: 0, kind: "1")
            + TarBytes.header("a/pipe.ppm", size: 0, kind: "6") + TarBytes.header("../note.txt", size: 0)
        let data = try OpenedDataset(path: try folder.write("x.tar", tar))
        #expect(
            try DataFolder.listing(data) == [
                "!../x.ppm: its name leads out of the archive: refused",
                "!/etc/x.ppm: its name is an absolute path: refused",
                "!a/../../x.ppm: its name leads out of the archive: refused",
                "!a/link.ppm: a link, which is not followed: pack the file itself",
                "!a/hard.ppm: a link, which is not followed: pack the file itself",
                "!a/pipe.ppm: of the kind \"6\", which holds no picture", "a/1.ppm 0",
            ])
    }

    @Test("a cut or damaged tar is read up to the fault")
    func cutTar() throws {
        let folder = DataFolder()
        let whole =
            TarBytes.file("a/1.ppm", DataFolder.picture(1)) + TarBytes.file("a/2.ppm", DataFolder.picture(2))
        let cut = try OpenedDataset(path: try folder.write("cut.tar", Array(whole.dropLast(510))))
        #expect(
            try DataFolder.listing(cut).first?.contains("a/2.ppm has 17 bytes by its header, and 2 are left")
                == true)
        #expect(try DataFolder.listing(cut).last == "a/1.ppm 0")
        var bad = whole
        bad[1024] ^= 1
        let damaged = try OpenedDataset(path: try folder.write("bad.tar", bad))
        #expect(
            try DataFolder.listing(damaged).first?.contains("at byte 1024: there is no header of tar") == true
        )
        #expect(DataFolder.refusal(try folder.write("no.tar", "no tar")).contains("cut inside a header"))
        let huge = TarBytes.header(
            "a/1.ppm", size: nil, sizeField: [0x80, 0x7F] + [UInt8](repeating: 0xFF, count: 10))
        #expect(DataFolder.refusal(try folder.write("huge.tar", huge)).contains("a size that is no number"))
        let large = TarBytes.header("a/1.ppm", size: 0o77_777_777_777)
        #expect(
            DataFolder.refusal(try folder.write("large.tar", large)).contains(
                "8589934591 bytes by its header"))
    }

    @Test("an empty archive says what was looked for")
    func empty() throws {
        let folder = DataFolder()
        let path = try folder.write("x.tar", [UInt8](repeating: 0, count: 1024))
        #expect(DataFolder.refusal(path).contains("no folders for classes, and nothing else"))
    }

    @Test("damage in a zip: files by their checksum, the archive by its directory")
    func damagedZip() throws {
        let folder = DataFolder()
        let zip = try folder.bytes(golden("folders.zip"))
        // The last file is stored: a bit of its pixels.
        var bad = zip
        let stored = try #require(zip.firstRange(of: Array("P6\n2 1\n255\n".utf8) + [3])?.upperBound)
        bad[stored] ^= 1
        let data = try OpenedDataset(path: try folder.write("bad.zip", bad))
        #expect(
            try DataFolder.listing(data).last
                == "!dog/1.ppm: it is damaged in the archive: fetch the archive again")
        let cut = try folder.write("cut.zip", Array(zip.dropLast(30)))
        #expect(DataFolder.refusal(cut).contains("not a whole zip archive: its end is missing"))
        // The directory's first record says that it unpacks to nearly four gigabytes.
        var lying = zip
        let record = try #require(zip.firstRange(of: [0x50, 0x4B, 1, 2])?.lowerBound)
        lying.replaceSubrange(record + 24..<record + 28, with: [0xFE, 0xFF, 0xFF, 0xFF])
        let found = try DataFolder.listing(try OpenedDataset(path: try folder.write("lying.zip", lying)))
        #expect(found.first == "!cat/1.ppm: its sizes cannot be: the archive is damaged")
    }

    @Test("packed data that are cut")
    func cutGzip() throws {
        let folder = DataFolder()
        let packed = try folder.bytes(golden("parts.tar.gz"))
        let path = try folder.write("x.tar.gz", Array(packed.dropLast(20)))
        #expect(DataFolder.refusal(path).contains("the packed data are cut"))
        var bad = packed
        bad[bad.count - 6] ^= 0xFF
        #expect(DataFolder.refusal(try folder.write("y.tgz", bad)).contains("the packed data are damaged"))
    }
}

/// Headers of tar that a test makes.
enum TarBytes {
    static func header(
        _ name: String, size: Int?, kind: Character = "0", sizeField: [UInt8] = []
    ) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        header.replaceSubrange(0..<name.utf8.count, with: Array(name.utf8))
        let digits = size.map { Array(String($0, radix: 8).utf8) } ?? sizeField
        header.replaceSubrange(124..<124 + digits.count, with: digits)
        header[156] = kind.asciiValue ?? 0
        header.replaceSubrange(257..<263, with: Array("ustar\0".utf8))
        header.replaceSubrange(148..<156, with: [UInt8](repeating: 32, count: 8))
        let sum = header.reduce(0) { $0 + Int($1) }
        header.replaceSubrange(148..<154, with: [UInt8](repeating: 48, count: 6))
        let sumDigits = Array(String(sum, radix: 8).utf8)
        header.replaceSubrange(154 - sumDigits.count..<154, with: sumDigits)
        header[154] = 0
        return header
    }

    static func file(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let padding = [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
        return header(name, size: content.count) + content + padding
    }
}
