import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("DiskCache")
struct CacheTests {
    private let folder = TemporaryFolder()
    private let shelf = CacheShelf(category: "things", name: "a1", valueSize: 4)
    private var path: String { folder.path + "/cache" }

    private func key(_ number: Int) -> ContentDigest {
        var builder = DigestBuilder("test")
        builder.append(number)
        return builder.finish()
    }

    private func value(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private func records(_ range: Range<Int>) -> [(key: ContentDigest, value: [UInt8])] {
        range.map { (key($0), value($0)) }
    }

    private func expectFound(
        _ range: Range<Int>, in cache: DiskCache, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let found = cache.values(on: shelf, for: Set(range.map { key($0) }))
        #expect(found.count == range.count, sourceLocation: sourceLocation)
        #expect(range.allSatisfy { found[key($0)] == value($0) }, sourceLocation: sourceLocation)
    }

    /// The paths of the files of records.
    private func files() -> [String] {
        let shelf = path + "/things/a1"
        return (TemporaryFolder.list(shelf) ?? []).map { shelf + "/" + $0 }
    }

    private func overwrite(_ path: String, _ change: (inout [UInt8]) -> Void) throws {
        var bytes = try FileBytes(path: path).copy()
        change(&bytes)
        let file = try AsideFile(path)
        try bytes.withUnsafeBytes { try file.append($0) }
        try file.commit()
    }

    @Test("what was kept is found, by this and by another process's cache")
    func roundTrip() {
        let cache = DiskCache(folder: path)
        #expect(cache.values(on: shelf, for: [key(0)]).isEmpty)
        #expect(cache.keep(records(0..<10), on: shelf))
        #expect(cache.keep(records(10..<12), on: shelf))
        expectFound(0..<12, in: DiskCache(folder: path))
        #expect(cache.values(on: shelf, for: [key(12)]).isEmpty)
        let other = CacheShelf(category: "things", name: "a2", valueSize: 4)
        #expect(cache.values(on: other, for: [key(0)]).isEmpty)
        let wider = CacheShelf(category: "things", name: "a1", valueSize: 8)
        #expect(cache.values(on: wider, for: [key(0)]).isEmpty)
    }

    @Test("a disabled cache keeps nothing")
    func disabled() {
        #expect(!DiskCache.disabled.keep(records(0..<1), on: shelf))
        #expect(DiskCache.disabled.values(on: shelf, for: [key(0)]).isEmpty)
        #expect(DiskCache.disabled.info().isEmpty && DiskCache.disabled.clear().files == 0)
    }

    @Test("a record with any byte changed is not found; the others are")
    func damage() throws {
        let cache = DiskCache(folder: path)
        cache.keep(records(0..<3), on: shelf)
        let file = try #require(files().first)
        let sound = try FileBytes(path: file).copy()
        let recordSize = 32 + 4 + 8
        #expect(sound.count == 16 + 3 * recordSize)
        for index in sound.indices {
            try overwrite(file) { $0[index] ^= 0x55 }
            let found = cache.values(on: shelf, for: Set((0..<3).map { key($0) }))
            #expect(
                found.allSatisfy { entry in
                    (0..<3).contains { key($0) == entry.key && value($0) == entry.value }
                })
            if index >= 16 { #expect(found.count == 2, "byte \(index)") }
            try overwrite(file) { $0 = sound }
        }
        // What was lost is replaced.
        try overwrite(file) { $0[20] ^= 1 }
        cache.keep(records(0..<1), on: shelf)
        expectFound(0..<3, in: cache)
    }

    @Test("a file cut short anywhere gives what is whole in it")
    func truncation() throws {
        let cache = DiskCache(folder: path)
        cache.keep(records(0..<3), on: shelf)
        let file = try #require(files().first)
        let sound = try FileBytes(path: file).copy()
        for length in 0..<sound.count {
            try overwrite(file) { $0 = Array(sound[..<length]) }
            let found = cache.values(on: shelf, for: Set((0..<3).map { key($0) }))
            #expect(found.count == max(0, length - 16) / 44)
        }
    }

    @Test("many small files become few, and nothing is lost")
    func merging() {
        let cache = DiskCache(folder: path)
        for number in 0..<100 { cache.keep(records(number..<number + 1), on: shelf) }
        #expect(files().count <= 17)
        expectFound(0..<100, in: cache)
    }

    @Test("when it is full, what was not used for longest goes")
    func leastRecentlyUsed() throws {
        let size = 16 + 10 * 44
        let cache = DiskCache(folder: path, capacity: 3 * size)
        for batch in 0..<3 {
            let before = Set(files())
            cache.keep(records(batch * 10..<batch * 10 + 10), on: shelf)
            let new = try #require(Set(files()).subtracting(before).first)
            age(new, seconds: 1000 - batch * 100)
        }
        // The oldest is used again, so the second oldest goes.
        expectFound(0..<10, in: cache)
        cache.keep(records(30..<40), on: shelf)
        #expect(files().count == 3)
        expectFound(0..<10, in: cache)
        expectFound(20..<40, in: cache)
        #expect(cache.values(on: shelf, for: Set((10..<20).map { key($0) })).isEmpty)
    }

    @Test("info and clear: all, or one category, and nothing that is not the cache's")
    func clearing() throws {
        let cache = DiskCache(folder: path)
        cache.keep(records(0..<10), on: shelf)
        cache.keep(records(0..<1), on: CacheShelf(category: "others", name: "b", valueSize: 4))
        let stranger = path + "/things/a1/notes.txt"
        try AsideFile(stranger).commit()
        #expect(
            cache.info() == [
                .init(category: "others", files: 1, bytes: 16 + 44),
                .init(category: "things", files: 1, bytes: 16 + 440),
            ])
        #expect(cache.clear("others") == .init(files: 1, bytes: 60, failed: []))
        expectFound(0..<10, in: cache)
        #expect(cache.clear().files == 1)
        #expect(files() == [stranger])
        #expect(cache.values(on: shelf, for: [key(0)]).isEmpty)
    }

    @Test("parts that a killed writer left are removed after an hour, younger ones not")
    func leftovers() throws {
        let cache = DiskCache(folder: path)
        cache.keep(records(0..<1), on: shelf)
        let (old, young) = (path + "/things/a1/x.rows.1-a.part", path + "/things/a1/y.rows.1-b.part")
        try AsideFile(old).commit()
        try AsideFile(young).commit()
        age(old, seconds: 4000)
        cache.keep(records(1..<2), on: shelf)
        #expect(!files().contains(old) && files().contains(young))
        expectFound(0..<2, in: cache)
    }

    @Test(
        "a place that cannot be written or is not a folder is tolerated",
        arguments: ["/proc/swift-clip", "FILE/cache"])
    func unwritable(place: String) throws {
        let file = folder.path("plain")
        try AsideFile(file).commit()
        let cache = DiskCache(folder: place.replacing("FILE", with: file))
        #expect(!cache.keep(records(0..<1), on: shelf))
        #expect(cache.values(on: shelf, for: [key(0)]).isEmpty)
        #expect(cache.info().isEmpty && cache.clear().files == 0)
    }

    @Test(
        "the standard place follows XDG_CACHE_HOME, then HOME",
        arguments: [
            (["XDG_CACHE_HOME": "/x", "HOME": "/h"], "/x/swift-clip"),
            (["XDG_CACHE_HOME": "relative", "HOME": "/h"], "/h/.cache/swift-clip"),
            (["HOME": "/h"], "/h/.cache/swift-clip"), ([:], nil),
        ])
    func standardPlace(environment: [String: String], expected: String?) {
        #expect(DiskCache.standardFolder { environment[$0] } == expected)
    }

    @Test("eight writers at once lose nothing, though files are merged under them")
    func concurrentTasks() async {
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    let cache = DiskCache(folder: path)
                    for step in 0..<25 {
                        let number = writer * 25 + step
                        cache.keep(records(number..<number + 1), on: shelf)
                    }
                }
            }
        }
        expectFound(0..<200, in: DiskCache(folder: path))
    }

    @Test("a file that this cache cannot have written is dropped unread")
    func oversized() throws {
        let cache = DiskCache(folder: path)
        cache.keep(records(0..<3), on: shelf)
        let file = path + "/things/a1/huge.rows"
        let descriptor = open(file, O_WRONLY | O_CREAT, 0o600)
        #expect(descriptor >= 0 && ftruncate(descriptor, 1 << 40) == 0)
        close(descriptor)
        expectFound(0..<3, in: cache)
        #expect(!files().contains(file))
    }
}
