import CLIPTestSupport
import Testing

@testable import CLIP

@Suite("NumPy files of other tools")
struct NpyArrayTests {
    private static func file(
        _ header: String, _ data: [UInt8], version: UInt8 = 1
    ) -> [UInt8] {
        let text = Array((header + "\n").utf8)
        let length = version == 1 ? [UInt8(text.count), 0] : [UInt8(text.count), 0, 0, 0]
        return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + data
    }

    @Test("every element type and byte order, in versions 1 to 3")
    func types() throws {
        let cases: [(String, [UInt8], [Float])] = [
            ("<f4", [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0], [1, -2]),
            (">f4", [0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0], [1, -2]),
            ("<f2", [0, 0x3C, 1, 0], [1, 0x1p-24]), ("<f8", [0, 0, 0, 0, 0, 0, 0xF0, 0x3F], [1]),
            (">f2", [0x7C, 0, 0xFB, 0xFF], [.infinity, -65_504]), ("|u1", [7, 255], [7, 255]),
        ]
        for (type, data, values) in cases {
            for version in 1...3 as ClosedRange<UInt8> {
                let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(values.count),), }"
                let array = try NpyArray(Self.file(header, data, version: version))
                #expect(array.values == values && array.shape == [values.count], "\(type)")
            }
        }
    }

    @Test("an array with the first axis running fastest is put in order")
    func fortran() throws {
        let header = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 2), }"
        let array = try NpyArray(Self.file(header, Array(0..<12)))
        #expect(array.values == [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11])
    }

    @Test("what a writer of ours wrote is read back")
    func roundTrip() throws {
        let folder = TemporaryFolder()
        let path = RawPath(folder.path("x.npy"))
        try NpyFile.write([1, 2, 3, 4, 5, 6], shape: [2, 3], to: path)
        let array = try NpyArray(path)
        #expect(array.shape == [2, 3] && array.values == [1, 2, 3, 4, 5, 6] && array.type == "float32")
    }

    @Test(
        "damage is refused with its reason",
        arguments: [
            ("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", 8, "give float16, float32"),
            ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 4, "the file 4"),
            ("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", 4, "not one of a plain array"),
            (
                "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 4), }", 4,
                "too short"
            ),
            ("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", 4, "not"),
            ("{}", 4, "not one of a plain array"), ("{'descr': '<f4'}", 4, "not one of a plain array"),
        ])
    func damaged(header: String, bytes: Int, reason: String) {
        let error = #expect(throws: FileError.self) {
            try NpyArray(Self.file(header, [UInt8](repeating: 0, count: bytes)))
        }
        #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
    }

    @Test("every cut of a file is refused, without a trap")
    func cut() throws {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"
        let whole = Self.file(header, [UInt8](repeating: 1, count: 8))
        for count in 0..<whole.count {
            #expect(throws: FileError.self) { try NpyArray(Array(whole.prefix(count))) }
        }
    }

    @Test("halves are widened to the number that they round from")
    func halves() {
        for bits in UInt16.min...UInt16.max {
            let value = halfValue(bits)
            #expect(value.isNaN || halfBits(value) == bits)
        }
    }
}
