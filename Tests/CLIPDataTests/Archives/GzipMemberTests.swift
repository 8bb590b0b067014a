import Testing

@testable import CLIPData

@Suite("Members of gzip, one after the other")
struct GzipMemberTests {
    /// A member that stores its content, made longer by a comment.
    private func member(_ content: [UInt8], comment: Int = 0) -> [UInt8] {
        func bytes(_ value: UInt32, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
        }
        let length = UInt32(content.count)
        return [0x1F, 0x8B, 8, comment > 0 ? 0x10 : 0, 0, 0, 0, 0, 0, 3]
            + (comment > 0 ? [UInt8](repeating: 65, count: comment - 1) + [0] : [])
            + [1] + bytes(length, 2) + bytes(~length, 2) + content
            + bytes(Inflater.checksum(content), 4) + bytes(length, 4)
    }

    @Test("also one that begins where a piece of the file ends; zeros behind the last are none")
    func pieces() throws {
        // The size of the pieces that are read.
        let piece = 1 << 18
        let first = TarBytes.file("a/1.ppm", DataFolder.picture(1))
        let second = TarBytes.file("b/2.ppm", DataFolder.picture(2))
        let padding = piece - member(first).count
        let folder = DataFolder()
        for (comment, zeros) in [(padding, 0), (padding - 1, 0), (padding + 1, 0), (padding, 700)] {
            let packed =
                member(first, comment: comment) + member(second) + [UInt8](repeating: 0, count: zeros)
            let data = try OpenedDataset(path: try folder.write("x.tar.gz", packed))
            #expect(
                try DataFolder.listing(data) == ["a/1.ppm 0", "b/2.ppm 1"], "\(comment - padding), \(zeros)")
        }
    }
}
