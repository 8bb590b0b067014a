import CLIPTestSupport
import Testing

@testable import CLIP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("Listing of pictures")
struct ListingTests {
    /// The listing of the whole folder, relative to it.
    private func listing(_ folder: TemporaryFolder) -> [String] {
        relative(PictureListing([folder.raw]), to: folder)
    }

    private func relative(_ listing: PictureListing, to folder: TemporaryFolder) -> [String] {
        listing.map { entry in
            switch entry {
            case .picture(let path): String(path.text.dropFirst(folder.path.count + 1))
            case .unreadable(let path, let reason): "\(path.text.dropFirst(folder.path.count + 1)): \(reason)"
            }
        }
    }

    @Test("the order is that of sorting the full paths' bytes")
    func order() throws {
        let folder = TemporaryFolder()
        let names = [
            "b.jpg", "a/2.png", "a/10.png", "a.jpg", "a-b/x.jpg", "a0.jpg", "B.jpg", "ä.jpg", "z/a/b.JPG",
            "z/a.jpg",
            "a/b/c.jpeg", "a/b.jpg",
        ]
        for name in names { try folder.add(name) }
        let sorted = names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        #expect(listing(folder) == sorted)
        #expect(sorted.prefix(3) == ["B.jpg", "a-b/x.jpg", "a.jpg"])
    }

    @Test("folders of any depth and width come out in that order", arguments: 1...20)
    func randomTrees(seed: UInt64) throws {
        let folder = TemporaryFolder()
        var random = SeededGenerator(seed: seed)
        var names: Set<String> = []
        for _ in 0..<60 {
            let depth = Int.random(in: 1...4, using: &random)
            let parts = (0..<depth).map { _ in
                ["a", "b", "a-", "a0", "ab"].randomElement(using: &random) ?? "a"
            }
            names.insert(parts.joined(separator: "/") + ".jpg")
        }
        for name in names { try folder.add(name) }
        let sorted = names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        #expect(listing(folder) == sorted)
    }

    @Test("hidden names, @eaDir and files of other kinds are passed over; endings in any case count")
    func filter() throws {
        let folder = TemporaryFolder()
        for name in [
            "a.JPG", "b.JpEg", "c.txt", "d", ".hidden.jpg", ".git/e.jpg", "@eaDir/f.jpg", "g.jpg/h.png",
            "i.Png", "jpg",
        ] {
            try folder.add(name)
        }
        #expect(listing(folder) == ["a.JPG", "b.JpEg", "g.jpg/h.png", "i.Png"])
    }

    @Test("what is named itself is listed, in the order given, whatever its ending")
    func explicit() throws {
        let folder = TemporaryFolder()
        for name in ["z.txt", ".hidden.jpg", "a.jpg"] { try folder.add(name) }
        let roots = ["z.txt", ".hidden.jpg", "none.jpg", "a.jpg", "a.jpg"].map {
            folder.raw.appending($0.utf8)
        }
        #expect(
            relative(PictureListing(roots), to: folder)
                == ["z.txt", ".hidden.jpg", "none.jpg: No such file or directory", "a.jpg", "a.jpg"])
    }

    @Test("links that lead back up end the walk; links to elsewhere are followed")
    func loops() throws {
        let folder = TemporaryFolder()
        try folder.add("a/b/1.jpg")
        try folder.add("c/2.jpg")
        folder.link("a/b/up", to: "../..")
        folder.link("a/b/self", to: ".")
        folder.link("d", to: "c")
        folder.link("dangling.jpg", to: "nowhere")
        #expect(listing(folder) == ["a/b/1.jpg", "c/2.jpg", "d/2.jpg", "dangling.jpg"])
    }

    @Test("names that are not UTF-8 keep their bytes")
    func rawNames() throws {
        let folder = TemporaryFolder()
        let name = RawPath(bytes: [0x66, 0xFC, 0xFF] + Array(".jpg".utf8))
        try folder.add(name)
        let listed = Array(PictureListing([folder.raw]))
        #expect(listed == [.picture(folder.raw.appending(name.bytes))])
        let path = folder.raw.appending(name.bytes)
        #expect(try WholeFile.read(path).isEmpty)
        #expect(!path.isUTF8 && path.lowercasedExtension == "jpg")
        _ = path.withCString { unlink($0) }
    }

    @Test("a folder that is excluded is not entered")
    func excluded() throws {
        let folder = TemporaryFolder()
        try folder.add("a/1.jpg")
        try folder.add("out/2.jpg")
        let out = FileIdentity(folder.raw.appending("out".utf8))
        #expect(relative(PictureListing([folder.raw], excluding: out), to: folder) == ["a/1.jpg"])
    }

    @Test("a list of paths: lines or zero bytes, Windows line ends, no end at the last line")
    func pathLists() throws {
        let folder = TemporaryFolder()
        let file = folder.raw.appending("list".utf8)
        try ReplacedFile.write([Array("a.jpg\r\n\n b c.jpg\nlast".utf8)], to: file)
        #expect(try PathList(file, zeroSeparated: false).map(\.text) == ["a.jpg", " b c.jpg", "last"])
        try ReplacedFile.write([Array("a\nb\0\0c\r\0".utf8)], to: file)
        #expect(try PathList(file, zeroSeparated: true).map(\.text) == ["a\nb", "c\r"])
        let long = (0..<20_000).map { "folder/\($0).jpg" }
        try ReplacedFile.write([Array(long.joined(separator: "\n").utf8)], to: file)
        #expect(try PathList(file, zeroSeparated: false).map(\.text) == long)
    }

    @Test("a list that cannot be read to its end is the listing's last entry")
    func endlessLine() throws {
        let folder = TemporaryFolder()
        let file = folder.raw.appending("list".utf8)
        try ReplacedFile.write([Array("-\n".utf8), [UInt8](repeating: 97, count: 100_000)], to: file)
        let list = try PathList(file, zeroSeparated: false, longestLine: 1000)
        let entries = Array(PictureListing(list, endingWith: list))
        #expect(entries.count == 2 && entries[0] == .picture(.standardInput))
        guard case .unreadable(file, let reason) = entries[1] else {
            Issue.record("\(entries)")
            return
        }
        #expect(reason.contains("a line longer than"))
    }

    @Test("a wait for a pipe ends when it is interrupted, and a pipe is no regular file")
    func pipes() throws {
        let folder = TemporaryFolder()
        let pipe = folder.raw.appending("pipe".utf8)
        #expect(pipe.withCString { mkfifo($0, 0o600) } == 0)
        #expect(throws: FileError.self) { _ = try WholeFile.read(pipe, isInterrupted: { true }) }
        let error = #expect(throws: FileError.self) { _ = try WholeFile.read(pipe, kind: .regular) }
        #expect(error?.reason == "not a regular file")
    }

    @Test("a large file is refused by its size or its first bytes")
    func large() throws {
        let folder = TemporaryFolder()
        let path = folder.raw.appending("film".utf8)
        try ReplacedFile.write([[UInt8](repeating: 7, count: 5 << 20)], to: path)
        #expect(throws: FileError.self) { _ = try WholeFile.read(path, atMost: 4 << 20) }
        let error = #expect(throws: FileError.self) {
            _ = try WholeFile.read(
                path,
                accepts: { (head) throws(FileError) in throw FileError("\(head.count) bytes seen") })
        }
        #expect(error?.message == "65536 bytes seen")
        #expect(try WholeFile.read(path).count == 5 << 20)
    }

    @Test("reading says why it failed")
    func readErrors() throws {
        let folder = TemporaryFolder()
        let missing = folder.raw.appending("none".utf8)
        let error = #expect(throws: FileError.self) { _ = try WholeFile.read(missing) }
        #expect(error?.message == "cannot open \(missing.text): No such file or directory")
        #expect(error?.reason == "cannot open it: No such file or directory")
        #expect(throws: FileError.self) { _ = try WholeFile.read(folder.raw) }
        let endless = #expect(throws: FileError.self) {
            _ = try WholeFile.read(RawPath("/dev/zero"), atMost: 3 << 20)
        }
        #expect(endless?.reason == "larger than 3 MiB")
    }
}
