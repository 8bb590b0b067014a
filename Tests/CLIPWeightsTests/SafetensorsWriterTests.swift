import CLIPTestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@testable import CLIPWeights

@Suite("SafetensorsWriter")
struct SafetensorsWriterTests {
    private func append(_ bytes: [UInt8], to writer: inout SafetensorsWriter) throws {
        try bytes.withUnsafeBytes { try writer.append($0) }
    }

    @Test("pieces may end anywhere, and the data begins at a multiple of eight")
    func pieces() throws {
        let path = TemporaryFolder.shared.path("pieces")
        for padding in 0..<8 {
            var writer = try SafetensorsWriter(
                path: path,
                tensors: [.init("rows", .float32, shape: [2, 3]), .init("ids", .uint8, shape: [5])],
                metadata: ["note": String(repeating: "x", count: padding)])
            let values: [Float] = [1, 2, 3, 4, 5, 6]
            let bytes = values.withUnsafeBytes { Array($0) } + [9, 8, 7, 6, 5]
            try append(Array(bytes[..<7]), to: &writer)
            try append([], to: &writer)
            try append(Array(bytes[7...]), to: &writer)
            try writer.finish()
            let file = try SafetensorsFile(path: path)
            #expect(file["rows"]?.floats() == values)
            #expect(file["ids"]?.integers() == [9, 8, 7, 6, 5])
            #expect(file.metadata["note"]?.count == padding)
            #expect(try FileBytes(path: path).copy()[0] % 8 == 0)
        }
    }

    @Test("until it is finished, what was there stays")
    func abandoned() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/file"
        try Safetensors.write([.init("a", [1])], to: path)
        do {
            var writer = try SafetensorsWriter(path: path, tensors: [.init("b", .uint8, shape: [2])])
            try append([1], to: &writer)
        }
        let incomplete = #expect(throws: WeightError.self) {
            var writer = try SafetensorsWriter(path: path, tensors: [.init("b", .uint8, shape: [2])])
            try append([1], to: &writer)
            try writer.finish()
        }
        #expect(incomplete?.message.contains("1 bytes were appended, the header promises 2") == true)
        #expect(throws: WeightError.self) {
            var writer = try SafetensorsWriter(path: path, tensors: [.init("b", .uint8, shape: [2])])
            try append([1, 2, 3], to: &writer)
        }
        #expect(try SafetensorsFile(path: path).tensorNames == ["a"])
        #expect(folder.names == ["file"])
    }

    @Test("impossible headers are refused")
    func impossible() {
        let path = TemporaryFolder.shared.path("impossible")
        let cases: [[SafetensorsWriter.Layout]] = [
            [.init("a", .uint8, shape: [1]), .init("a", .uint8, shape: [1])],
            [.init("__metadata__", .uint8, shape: [1])], [.init("a", .uint8, shape: [-1])],
            [.init("a", .float64, shape: [1 << 62])],
            [.init("a", .uint8, shape: [1 << 62]), .init("b", .uint8, shape: [1 << 62])],
        ]
        for layouts in cases {
            #expect(throws: WeightError.self, "\(layouts)") {
                _ = try SafetensorsWriter(path: path, tensors: layouts)
            }
        }
    }

    @Test("a header above 100 MB is refused, by its letters or by the JSON around them", arguments: [0, 1])
    func headerLimit(spared: Int) {
        let path = TemporaryFolder.shared.path("long-header")
        // As many letters as a header may have bytes (key and value together are four too many); and four fewer,
        // which leaves no room for the JSON around them.
        let list = [UInt8](repeating: UInt8(ascii: "x"), count: SafetensorsFile.largestHeader - 4 * spared)
        let metadata = ["list": String(decoding: list, as: UTF8.self)]
        let error = #expect(throws: WeightError.self) {
            _ = try SafetensorsWriter(path: path, tensors: [], metadata: metadata)
        }
        #expect(error?.message.contains("would not be read by others") == true)
        #expect(error?.message.hasPrefix(path) == true)
    }

    @Test("a place that cannot be written says so")
    func unwritable() {
        let error = #expect(throws: WeightError.self) {
            try Safetensors.write([.init("a", [1])], to: "/nowhere/file.safetensors")
        }
        #expect(error?.code == .unwritable)
        #expect(error?.message == "/nowhere/file.safetensors: cannot be created: No such file or directory")
    }

    #if os(Linux)
        @Test("a full disk is an error that says so")
        func fullDisk() {
            let device = open("/dev/full", O_WRONLY | O_CLOEXEC)
            defer { close(device) }
            let error = #expect(throws: WeightError.self) {
                try [UInt8](repeating: 1, count: 1 << 16).withUnsafeBytes {
                    try AsideFile.write($0, to: device, of: "/dev/full")
                }
            }
            #expect(error?.message == "/dev/full: cannot be written: No space left on device")
        }
    #endif
}
