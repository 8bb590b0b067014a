import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

@Suite("Tables of the cache")
struct CacheTableTests {
    private let folder = TemporaryFolder()
    private var path: String { folder.path + "/cache" }

    private func shelf(_ size: Int = 8) -> CacheShelf {
        CacheShelf(category: "things", name: "t1", valueSize: size)
    }

    private func key(_ number: Int) -> ContentDigest {
        var builder = DigestBuilder("test")
        builder.append(number)
        return builder.finish()
    }

    private func value(_ number: Int, size: Int = 8) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * ($0 % 4))) }
    }

    private func records(
        _ range: Range<Int>, size: Int = 8
    ) -> [(key: ContentDigest, value: [UInt8])] {
        range.map { (key($0), value($0, size: size)) }
    }

    private func files() -> [String] {
        let shelf = path + "/things/t1"
        return (TemporaryFolder.list(shelf) ?? []).map { shelf + "/" + $0 }
    }

    @Test("what was kept is found, and nothing else")
    func roundTrip() throws {
        let cache = DiskCache(folder: path)
        #expect(cache.tables(on: shelf())?.count == 0)
        #expect(cache.keepTables(records(0..<1000), on: shelf()))
        #expect(cache.keepTables(records(1000..<1010), on: shelf()))
        let tables = try #require(DiskCache(folder: path).tables(on: shelf()))
        #expect(tables.count == 1010)
        #expect((0..<1010).allSatisfy { tables.value(of: key($0)) == value($0) })
        #expect(tables.value(of: key(1010)) == nil)
        #expect(DiskCache.disabled.tables(on: shelf()) == nil)
    }

    @Test("a damaged value is not there, and another table's copy is found instead")
    func damage() throws {
        let cache = DiskCache(folder: path)
        cache.keepTables(records(0..<3), on: shelf())
        let file = try #require(files().first)
        var bytes = try FileBytes(path: file).copy()
        bytes[bytes.count - 1] ^= 1
        try write(bytes, to: file)
        #expect(cache.tables(on: shelf())?.value(of: key(2)) == nil)
        #expect(cache.tables(on: shelf())?.value(of: key(1)) == value(1))
        cache.keepTables(records(2..<3), on: shelf())
        #expect(cache.tables(on: shelf())?.value(of: key(2)) == value(2))
    }

    @Test("a file of another size of values, cut short or of no table is passed over", arguments: [0, 1, 2])
    func foreign(_ kind: Int) throws {
        let cache = DiskCache(folder: path)
        cache.keepTables(records(0..<3), on: shelf())
        let file = try #require(files().first)
        let bytes = try FileBytes(path: file).copy()
        switch kind {
        case 0: try write(Array(bytes.dropLast()), to: file)
        case 1: try write(Array("no table".utf8) + bytes.dropFirst(8), to: file)
        default:
            #expect(cache.tables(on: shelf(4))?.count == 0)
            return
        }
        #expect(cache.tables(on: shelf())?.count == 0)
    }

    @Test("many small tables become one; a large shelf has several")
    func joining() throws {
        let cache = DiskCache(folder: path)
        for number in 0..<20 { cache.keepTables(records(number..<number + 1), on: shelf()) }
        #expect(files().count < 10)
        let tables = try #require(cache.tables(on: shelf()))
        #expect((0..<20).allSatisfy { tables.value(of: key($0)) == value($0) })
        cache.keepTables(records(0..<300, size: 1 << 16), on: shelf(1 << 16))
        #expect(files().count > 2)
    }

    @Test("tables are counted, limited and cleared with the rest")
    func upkeep() {
        let cache = DiskCache(folder: path, capacity: 4000)
        cache.keepTables(records(0..<50), on: shelf())
        for file in files() { age(file, seconds: 100) }
        #expect(cache.info().first?.bytes == 16 + 50 * 48)
        cache.keepTables(records(50..<100), on: shelf())
        #expect(files().count == 1)
        #expect(cache.tables(on: shelf())?.value(of: key(0)) == nil)
        #expect(cache.tables(on: shelf())?.value(of: key(60)) == value(60))
        #expect(cache.clear().files == 1)
        #expect(files().isEmpty)
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let file = try AsideFile(path)
        try bytes.withUnsafeBytes { try file.append($0) }
        try file.commit()
    }
}
