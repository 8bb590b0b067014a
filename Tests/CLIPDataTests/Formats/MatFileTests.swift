import CLIPTestSupport
import Foundation
import Testing

@testable import CLIPData

@Suite("MATLAB's files")
struct MatFileTests {
    private func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: Golden.folder + "/data/formats/" + name)))
    }

    private func open(_ bytes: [UInt8]) throws -> [String: MatValue] {
        try MatFile(MemoryBytes(name: "x.mat", bytes: bytes)).variables
    }

    @Test("what scipy writes, packed and not", arguments: ["values.mat", "values-plain.mat"])
    func values(name: String) throws {
        let values = try open(bytes(name))
        #expect(values["f64"] == .numbers([1.5, 3, -2, 4e300], shape: [2, 2]))
        guard case .numbers(let small, let shape) = values["u8"] else {
            Issue.record("no numbers")
            return
        }
        #expect(shape == [3, 100] && small[1] == 100 && small[3] == 1)
        #expect(values["i32"]?.number == -7)
        #expect(values["text"]?.text == "häuser")
        #expect(values["empty"] == .numbers([], shape: [0, 3]))
        #expect(values["cells"] == .cells([.text("a"), .numbers([2], shape: [1, 1])]))
        #expect(values["flag"]?.number == 1 && values["complex"]?.number == 1)
    }

    @Test("cut anywhere, a file is refused or gives fewer variables, and never more")
    func cut() throws {
        let whole = try bytes("values-plain.mat")
        let all = try open(whole)
        for count in stride(from: 0, to: whole.count, by: 7) {
            if let found = try? open(Array(whole[..<count])) {
                #expect(found.allSatisfy { all[$0.key] == $0.value } && found.count < all.count)
            }
        }
    }

    @Test("any byte may be wrong")
    func flipped() throws {
        for name in ["values.mat", "values-plain.mat", "stanford-cars/devkit/cars_meta.mat"] {
            let whole = try bytes(name)
            for place in whole.indices {
                var bad = whole
                bad[place] ^= 0xFF
                _ = try? open(bad)
            }
        }
    }

    @Test("other files are refused by what they are")
    func others() throws {
        #expect { try open([1, 2, 3]) } throws: { "\($0)".contains("too short") }
        #expect {
            try open([0x89, 0x48, 0x44, 0x46] + [UInt8](repeating: 0, count: 200))
        } throws: {
            "\($0)".contains("7.3 (HDF5): save it with -v7")
        }
        #expect { try open([UInt8](repeating: 0, count: 200)) } throws: { "\($0)".contains("version 5") }
    }

    @Test("values nested without end are refused")
    func nested() throws {
        let header = Array(try bytes("values-plain.mat")[..<128])
        var inner: [UInt8] = []
        for _ in 0..<100 { inner = Self.cell(inner) }
        #expect { try open(header + inner) } throws: { "\($0)".contains("nested deeper") }
    }

    @Test("millions of empty cells are refused before they fill the memory")
    func manyCells() throws {
        let header = Array(try bytes("values-plain.mat")[..<128])
        let count = 5_000_000
        let size = withUnsafeBytes(of: UInt32(count).littleEndian) { Array($0) }
        let body: [UInt8] =
            [6, 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
            + [5, 0, 0, 0, 8, 0, 0, 0] + size + [1, 0, 0, 0] + [1, 0, 0, 0, 0, 0, 0, 0]
            + (0..<count).flatMap { _ in [14, 0, 0, 0, 0, 0, 0, 0] as [UInt8] }
        let cells = [14, 0, 0, 0] + withUnsafeBytes(of: UInt32(body.count).littleEndian) { Array($0) } + body
        #expect { try open(header + cells) } throws: { "\($0)".contains("too much memory") }
    }

    /// A cell array of one value.
    private static func cell(_ inner: [UInt8]) -> [UInt8] {
        let body: [UInt8] =
            [6, 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
            + [5, 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0] + [1, 0, 0, 0, 0, 0, 0, 0]
            + (inner.isEmpty ? [14, 0, 0, 0, 0, 0, 0, 0] : inner)
        return [14, 0, 0, 0] + withUnsafeBytes(of: UInt32(body.count).littleEndian) { Array($0) } + body
    }
}
