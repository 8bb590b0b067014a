import CLIPTestSupport
import Testing

@testable import CLIP

@Suite("NumPy files")
struct NpyTests {
    @Test("the header is NumPy's: magic, version, a padded dictionary that ends in a line feed")
    func header() {
        let bytes = NpyHeader(element: .float32, shape: [3, 224, 224]).bytes
        #expect(bytes.count == 128)
        #expect(Array(bytes[..<10]) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 118, 0])
        let text = String(decoding: bytes[10...], as: UTF8.self)
        #expect(text.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 224, 224), } "))
        #expect(text.hasSuffix(" \n"))
        let vector = NpyHeader(element: .float16, shape: [7]).bytes
        #expect(
            String(decoding: vector, as: UTF8.self).contains(
                "'<f2', 'fortran_order': False, 'shape': (7,), }"))
    }

    @Test("numbers are little-endian; float16 is rounded to nearest, ties to even")
    func elements() {
        #expect(NpyElement.float32.bytes(of: [1, -2]) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
        // 1 + 2^-11 lies halfway between 1 and the next float16, 1 + 3·2^-11 halfway above that.
        let halfway: [Float] = [1 + 0x1p-11, 1 + 0x1.8p-10, 65504, 65520]
        #expect(NpyElement.float16.bytes(of: halfway) == [0x00, 0x3C, 0x02, 0x3C, 0xFF, 0x7B, 0x00, 0x7C])
    }

    @Test("a whole array is written aside and replaces what was there")
    func whole() throws {
        let folder = TemporaryFolder()
        let path = folder.raw.appending("x.npy".utf8)
        try ReplacedFile.write([[1, 2, 3]], to: path)
        try NpyFile.write([1, 2, 3, 4, 5, 6], shape: [2, 3], to: path)
        let bytes = try WholeFile.read(path)
        #expect(bytes.count == 128 + 24)
        #expect(Array(bytes[..<128]) == NpyHeader(element: .float32, shape: [2, 3]).bytes)
        #expect(Array(bytes[128...]) == NpyElement.float32.bytes(of: [1, 2, 3, 4, 5, 6]))
        #expect(folder.names == ["x.npy"])
    }

    @Test("rows are with the system at once, the header gets their number at the end", arguments: [1, 3])
    func growing(dimension: Int) throws {
        let folder = TemporaryFolder()
        let aside = folder.raw.appending("x.partial".utf8)
        let rows = (0..<3).map { row in (0..<dimension).map { Float(row * 10 + $0) } }
        let writer = try NpyRowWriter(aside, dimension: dimension, element: .float16)
        try writer.append(rows[0])
        #expect(try WholeFile.read(aside).count == 128 + 2 * dimension)
        try writer.append(rows[1] + rows[2])
        try writer.finish(as: folder.raw.appending("x.npy".utf8))
        let bytes = try WholeFile.read(folder.raw.appending("x.npy".utf8))
        #expect(Array(bytes[..<128]) == NpyHeader(element: .float16, shape: [3, dimension]).bytes)
        #expect(Array(bytes[128...]) == NpyElement.float16.bytes(of: rows.flatMap(\.self)))
        #expect(folder.names == ["x.npy"])
    }

    @Test("a matrix goes on behind the rows that are kept; torn bytes are cut off")
    func continued() throws {
        let folder = TemporaryFolder()
        let aside = folder.raw.appending("x.partial".utf8)
        do {
            let writer = try NpyRowWriter(aside, dimension: 2, element: .float32)
            try writer.append([1, 2, 3, 4, 5, 6])
        }
        let torn = try WholeFile.read(aside) + [9, 9, 9]
        try ReplacedFile.write([torn], to: aside)
        let writer = try NpyRowWriter(aside, dimension: 2, element: .float32, keeping: 2)
        try writer.append([7, 8])
        #expect(writer.rows == 3)
        #expect(Array(try WholeFile.read(aside)[128...]) == NpyElement.float32.bytes(of: [1, 2, 3, 4, 7, 8]))
    }

    @Test("two writers of one file do not mix")
    func locked() throws {
        let folder = TemporaryFolder()
        let aside = folder.raw.appending("x.partial".utf8)
        let first = try NpyRowWriter(aside, dimension: 1, element: .float32)
        let error = #expect(throws: FileError.self) {
            _ = try NpyRowWriter(aside, dimension: 1, element: .float32)
        }
        #expect(error?.message.hasSuffix("another process is writing it") == true)
        try first.append([1])
        #expect(try WholeFile.read(aside).count == 132)
    }

    @Test("a file that cannot be written leaves nothing behind")
    func unwritable() {
        let error = #expect(throws: FileError.self) {
            try NpyFile.write([1], shape: [1], to: RawPath("/proc/none/x.npy"))
        }
        #expect(error?.message.contains("/proc/none/x.npy") == true)
    }
}
