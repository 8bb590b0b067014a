import CLIPTestSupport
import Testing

@testable import CLIPWeights

/// Archives that are cut, that overlap themselves, or whose parts contradict each other.
@Suite("Archives that lie")
struct HostileArchiveTests {
    typealias File = TorchFile
    typealias Entry = TorchFile.Entry

    private let floats = [UInt8](repeating: 1, count: 24)
    private let pickle = TorchFile.pickle(
        TorchFile.dictionary("w", TorchFile.tensor(TorchFile.storage(count: 6), shape: [6], strides: [1])))

    private func expectRefusal(
        _ reason: String, _ bytes: [UInt8], _ code: WeightError.Code = .malformed,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: WeightError.self, sourceLocation: sourceLocation) {
            try withWeightFile(bytes) { _ in }
        }
        #expect(
            error?.message.contains(reason) == true, "\(error?.message ?? "")", sourceLocation: sourceLocation
        )
        #expect(error?.code == code, sourceLocation: sourceLocation)
    }

    private var entries: [Entry] { [Entry("a/data.pkl", pickle), Entry("a/data/0", floats)] }

    private func archive(
        _ change: (inout [Entry]) -> Void = { _ in }, _ lies: (inout File.Lies) -> Void = { _ in }
    ) -> [UInt8] {
        var (entries, said) = (entries, File.Lies())
        change(&entries)
        lies(&said)
        return File.archive(entries, said)
    }

    @Test("the sound one is read, and with an end of 64 bits")
    func sound() throws {
        for bytes in [
            archive(),
            archive { _ in
            } _: {
                $0.wide = (2, nil, nil, nil)
            },
        ] {
            try withWeightFile(bytes) { #expect($0["w"]?.count == 6) }
        }
        let wide = archive { $0[1].wide = File.short(1) + File.short(16) + File.long(24) + File.long(24) }
        try withWeightFile(wide) { #expect($0["w"]?.count == 6) }
    }

    @Test(
        "cut at every 64th byte it is refused",
        arguments: ["zip.pt", "legacy.pt", "views.pt", "legacy-protocol-4.pt"])
    func cut(name: String) throws {
        let whole = try FileBytes(path: "\(Golden.folder)/archives/\(name)").copy()
        for length in Array(stride(from: 0, to: whole.count, by: 64)) + (whole.count - 64..<whole.count) {
            let error = #expect(throws: WeightError.self, "\(length)") {
                try withWeightFile(Array(whole[..<length])) { _ in }
            }
            #expect(error?.message.isEmpty == false)
        }
        // Bytes at the end belong to nothing.
        #expect(throws: WeightError.self) { try withWeightFile(whole + [0]) { _ in } }
    }

    @Test("ends that lie about the directory are refused")
    func ends() {
        expectRefusal("ends count", archive(), .malformed, changing: -12, to: [9])
        expectRefusal(
            "its directory ends too soon",
            archive { _ in
            } _: {
                $0.count = 3
            })
        expectRefusal(
            "bytes too many",
            archive { _ in
            } _: {
                $0.count = 1
            })
        expectRefusal(
            "bytes too many",
            archive { _ in
            } _: {
                $0.count = 0
            })
        expectRefusal(
            "is not where its end says",
            archive { _ in
            } _: {
                $0.offset = 0
            })
        expectRefusal(
            "is not where its end says",
            archive { _ in
            } _: {
                $0.offset = 0xFFFF_FFF0
            })
        expectRefusal(
            "is not where its end says",
            archive { _ in
            } _: {
                $0.size = 1
            })
        expectRefusal("its end is missing", Array(archive().dropLast(22)))
        expectRefusal(
            "200000 are the most",
            archive {
                $0.append(Entry("a/large", [UInt8](repeating: 0, count: 300_000)))
            } _: {
                $0.wide = (200_001, nil, nil, nil)
                $0.count = 0xFFFF
            })
    }

    private func expectRefusal(
        _ reason: String, _ bytes: [UInt8], _ code: WeightError.Code, changing place: Int, to values: [UInt8],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var bytes = bytes
        bytes.replaceSubrange(bytes.count + place..<bytes.count + place + values.count, with: values)
        expectRefusal(reason, bytes, code, sourceLocation: sourceLocation)
    }

    @Test("ends of 64 bits that lie are refused")
    func wideEnds() {
        expectRefusal(
            "two ends say different",
            archive { _ in
            } _: {
                $0.wide = (1, nil, nil, nil)
            })
        expectRefusal(
            "two ends say different",
            archive { _ in
            } _: {
                $0.wide = (2, 1, nil, nil)
            })
        expectRefusal(
            "is not where its locator says",
            archive { _ in
            } _: {
                $0.wide = (2, nil, nil, 0)
            })
        expectRefusal(
            "it says",
            archive { _ in
            } _: {
                $0.wide = (2, nil, nil, -1)
            })
        expectRefusal(
            "it says",
            archive { _ in
            } _: {
                $0.wide = (2, 1 << 62, nil, nil); $0.size = 0xFFFF_FFFF
            })
        expectRefusal(
            "it says",
            archive { _ in
            } _: {
                $0.wide = (1 << 62, nil, nil, nil); $0.count = 0xFFFF
            })
        expectRefusal(
            "where its end says",
            archive { _ in
            } _: {
                $0.wide = (2, nil, 3, nil); $0.offset = 0xFFFF_FFFF
            })
    }

    @Test("entries that overlap, occur twice or lie elsewhere are refused")
    func places() {
        expectRefusal("overlaps", archive { $0[1].offset = 0 })
        expectRefusal("overlaps", archive { $0[1].offset = 10 })
        expectRefusal("lies beyond the file", archive { $0[0].size = 5000 })
        expectRefusal("overlaps", archive { $0[0].size = pickle.count + 10 })
        expectRefusal("occurs twice", archive { $0.append($0[0]) })
        expectRefusal("lies beyond the file", archive { $0[1].offset = 0xFFFF_FFFE })
        expectRefusal("lies beyond the file", archive { $0[1].size = 0xFFFF_FFFE })
        expectRefusal(
            "is not where the directory says",
            archive {
                $0[0].offset = 1
                $0[0].size = pickle.count - 1
            })
        expectRefusal("a 64-bit size is missing", archive { $0[1].wide = [] })
        expectRefusal(
            "a 64-bit size is missing", archive { $0[1].wide = File.short(1) + File.short(8) + File.long(24) }
        )
        expectRefusal("an extra field leaves", archive { $0[1].wide = File.short(1) + File.short(99) })
        expectRefusal(
            "it says", archive { $0[1].wide = File.short(1) + File.short(16) + File.long(-1) + File.long(24) }
        )
        expectRefusal(
            "bytes stored and",
            archive { $0[1].wide = File.short(1) + File.short(16) + File.long(24) + File.long(23) })
    }

    private var directorySize: Int { entries.reduce(0) { $0 + 46 + $1.name.utf8.count } }

    @Test("an entry's own header must say what the directory says")
    func headers() {
        expectRefusal("says something else", archive { $0[1].localName = "a/data/1" })
        expectRefusal("says something else", archive { $0[1].localSize = 20 })
        expectRefusal("says something else", archive { $0[1].localSize = 0 })
        expectRefusal("says something else", archive { $0[1].localMethod = 8 })
        // The last entry's name would reach into the directory.
        let length = 26 - (30 + "a/data/0".utf8.count + floats.count)
        expectRefusal(
            "overlaps what follows it", archive(), .malformed, changing: length - directorySize - 22,
            to: [200])
        // Whoever knows sizes only at the end leaves them out at the front.
        #expect(throws: Never.self) {
            try withWeightFile(
                archive {
                    $0[1].localSize = 0; $0[1].flags = 8
                }
            ) { _ in }
        }
    }

    @Test("compressed and encrypted entries are refused with the remedy")
    func forms() {
        expectRefusal("is compressed", archive { $0[0].method = 8 }, .unsupported)
        expectRefusal("zip -0", archive { $0[1].method = 8 }, .unsupported)
        expectRefusal("is encrypted", archive { $0[1].flags = 1 }, .unsupported)
        // What is not read may be anything.
        #expect(throws: Never.self) {
            try withWeightFile(
                archive { entries in
                    var code = Entry("a/code/x.py", [1, 2, 3])
                    code.method = 8
                    entries.append(code)
                }
            ) { _ in }
        }
    }

    @Test(
        "names that lead out of a folder are refused",
        arguments: ["../a", "a/../../x", "/etc/passwd", "a\\x", "a/./x", "a/\0", "", ".."])
    func names(name: String) {
        expectRefusal("leads elsewhere: refused", archive { $0.append(Entry(name, [])) }, .unsupported)
    }

    @Test("archives of something else are refused")
    func foreign() {
        expectRefusal("without data.pkl", File.archive([Entry("x.npy", [1])]))
        expectRefusal("without data.pkl", File.archive([Entry("data.pkl", pickle)]))
        expectRefusal("without data.pkl", File.archive([Entry("a/b/data.pkl", pickle)]))
        expectRefusal("several data.pkl", archive { $0.append(Entry("b/data.pkl", pickle)) })
        expectRefusal(
            "big-endian", archive { $0.append(Entry("a/byteorder", Array("big".utf8))) }, .unsupported)
        expectRefusal("is not UTF-8", archive(), .malformed, renaming: "a/data/0", to: [0xFF])
    }

    private func expectRefusal(
        _ reason: String, _ bytes: [UInt8], _ code: WeightError.Code, renaming name: String,
        to values: [UInt8]
    ) {
        var bytes = bytes
        let pattern = Array(name.utf8)
        for place in 0...(bytes.count - pattern.count)
        where bytes[place..<place + pattern.count].elementsEqual(pattern) {
            bytes.replaceSubrange(place..<place + values.count, with: values)
        }
        expectRefusal(reason, bytes, code)
    }

    // MARK: The older form

    /// A legacy file: the pickles, and storages as they are.
    private func legacy(
        version: [UInt8] = TorchFile.pickle([0x4D, 0xE9, 3]),
        machine: [UInt8] = TorchFile.pickle(TorchFile.dictionary("little_endian", [0x88])),
        object: [UInt8]? = nil, keys: [String] = ["0"], _ storages: [UInt8]
    ) -> [UInt8] {
        let magic: [UInt8] = [0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
        let list = File.pickle([UInt8(ascii: "]")] + keys.flatMap { File.text($0) + [UInt8(ascii: "a")] })
        return File.pickle(magic) + version + machine + (object ?? pickle) + list + storages
    }

    @Test("the older form: storages of other sizes, keys and orders of bytes")
    func legacyLies() throws {
        let sound = File.long(6) + floats
        try withWeightFile(legacy(sound)) { #expect($0["w"]?.count == 6 && $0.format == .torchLegacy) }
        expectRefusal("leaves the file", legacy(File.long(7) + floats))
        expectRefusal("leaves the file", legacy(File.long(-1) + floats))
        expectRefusal("leaves the file", legacy(File.long(1 << 62) + floats))
        expectRefusal("leaves the file", legacy([]))
        expectRefusal("of another size", legacy(File.long(5) + floats.dropLast(4)))
        expectRefusal("belong to no storage", legacy(sound + [0]))
        expectRefusal("nothing refers to", legacy(keys: ["0", "1"], sound + File.long(0)))
        expectRefusal("occurs twice", legacy(keys: ["0", "0"], sound + sound))
        expectRefusal("is missing or of another size", legacy(keys: [], []))
        expectRefusal(
            "big-endian", legacy(machine: File.pickle(File.dictionary("little_endian", [0x89])), sound),
            .unsupported)
        expectRefusal("which byte comes first", legacy(machine: File.pickle([0x4E]), sound))
        expectRefusal("unknown version", legacy(version: File.pickle([0x4B, 1]), sound), .unsupported)
        let call = File.pickle(File.global("os", "system"), File.tuple(File.text("x")), [UInt8(ascii: "R")])
        for bytes in [
            legacy(version: call, sound), legacy(machine: call, sound), legacy(object: call, sound),
        ] {
            expectRefusal("wants to call os.system", bytes, .unsupported)
        }
    }

    @Test("the older form: a storage that is a part of another")
    func legacyParts() throws {
        func view(_ offset: Int, _ count: Int) -> [UInt8] {
            let storage =
                File.tuple(
                    File.text("storage"), File.global("torch", "FloatStorage"), File.text("0"),
                    File.text("cpu"),
                    File.integer(6), File.tuple(File.text("v"), File.integer(offset), File.integer(count)))
                + [UInt8(ascii: "Q")]
            let object = File.pickle(File.dictionary("w", File.tensor(storage, shape: [2], strides: [1])))
            return legacy(
                object: object, File.long(6) + (0..<6).flatMap { File.word(Int(Float($0).bitPattern)) })
        }
        try withWeightFile(view(3, 2)) { #expect($0["w"]?.floats() == [3, 4]) }
        expectRefusal("leaves it", view(5, 2))
        expectRefusal("leaves it", view(-1, 2))
        expectRefusal("leaves it", view(Int.max, Int.max))
        expectRefusal("in a storage of 1 elements", view(5, 1))
    }

    // MARK: Damage

    @Test(
        "damaged in 300 ways each is read or refused",
        arguments: ["zip.pt", "views.pt", "legacy.pt", "views-legacy.pt", "checkpoint.pt"])
    func damage(name: String) throws {
        let whole = try FileBytes(path: "\(Golden.folder)/archives/\(name)").copy()
        var mutation = Mutation(
            seed: 11, words: ["PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "cos\nsystem\n"])
        for _ in 0..<300 {
            do {
                try withWeightFile(mutation.damaged(whole)) { file in
                    for tensor in file.tensorNames { _ = file[tensor]?.floats() }
                }
            } catch { #expect((error as? WeightError)?.message.isEmpty == false) }
        }
    }
}
