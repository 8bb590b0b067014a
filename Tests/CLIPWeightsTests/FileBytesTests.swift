import CLIPTestSupport
import Testing

@testable import CLIPWeights

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("FileBytes")
struct FileBytesTests {
    /// A file of so many bytes, most of them never written.
    private func file(_ count: Int) -> String {
        let path = TemporaryFolder.shared.path("sparse")
        let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
        #expect(descriptor >= 0 && ftruncate(descriptor, off_t(count)) == 0)
        #expect(pwrite(descriptor, "end", 3, off_t(count - 3)) == 3)
        close(descriptor)
        return path
    }

    @Test(
        "what is read is not touched by what becomes of the file",
        arguments: [3, 4096, FileBytes.largestRead])
    func shortened(count: Int) throws {
        let path = file(count)
        let bytes = try FileBytes(path: path)
        #expect(truncate(path, 0) == 0)
        #expect(bytes.count == count && bytes.withBytes { $0.suffix(3).elementsEqual("end".utf8) })
    }

    @Test("a large file is mapped: opening it takes no time and no memory, and its last byte is there")
    func large() throws {
        let bytes = try FileBytes(path: file(1 << 40))
        #expect(bytes.count == 1 << 40 && bytes.withBytes { $0.suffix(3).elementsEqual("end".utf8) })
    }

    @Test("devices, pipes and loops of links are refused", arguments: ["/dev/zero", "PIPE", "LOOP"])
    func special(kind: String) {
        let path = kind.hasPrefix("/") ? kind : TemporaryFolder.shared.path(kind)
        if kind == "PIPE" { #expect(mkfifo(path, 0o600) == 0) }
        if kind == "LOOP" { #expect(symlink(path, path) == 0) }
        let error = #expect(throws: WeightError.self) { _ = try FileBytes(path: path) }
        #expect(error?.code == .unreadable && error?.message.hasPrefix("\(path): ") == true)
    }
}
