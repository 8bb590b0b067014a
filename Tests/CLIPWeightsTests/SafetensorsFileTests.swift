import CLIPTestSupport
import Testing

@testable import CLIPWeights

/// A file's bytes from the text of a header and the number of data bytes behind it.
func safetensorsBytes(_ header: String, data: Int) -> [UInt8] {
    let json = Array(header.utf8)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) }
    return length + json + (0..<data).map { UInt8(truncatingIfNeeded: $0) }
}

/// Opens bytes as a file in memory for the length of `body`.
func withSafetensors<Result>(_ bytes: [UInt8], _ body: (SafetensorsFile) throws -> Result) throws -> Result {
    try bytes.withUnsafeBytes { try body(SafetensorsFile(bytes: $0, name: "memory")) }
}

@Suite("SafetensorsFile")
struct SafetensorsFileTests {
    @Test("every element type as Python's writer lays it out")
    func python() throws {
        let golden = try Golden(named: "weights/all-types")
        #expect(golden.metadata == ["format": "pt"])
        #expect(golden.names.count == 16)
        #expect(try golden.tensor("float16").elementType == .float16)
        #expect(try golden.tensor("bfloat16").elementType == .bfloat16)
        #expect(try golden.shape("uint64") == [3, 5])
        #expect(try golden.floats("scalar") == [2.5] && golden.shape("scalar") == [])
        #expect(try golden.floats("empty") == [] && golden.shape("empty") == [0, 4])
        #expect(try golden.floats("quoted \"name\" \\ \n é 𝄞") == [1])
        #expect(try golden.integers("bool").allSatisfy { $0 == 0 || $0 == 1 })
        for name in ["int64", "int32", "int16", "int8", "uint32", "uint16", "uint8"] {
            #expect(try golden.integers(name).map { Float($0) } == golden.floats(name), "\(name)")
        }
        #expect(try golden.integers("uint8").allSatisfy { (0...255).contains($0) })
        #expect(try golden.integers("int8").contains { $0 < 0 })
    }

    @Test("writing the same tensors gives Python's bytes")
    func sameBytesAsPython() throws {
        let golden = try Golden(named: "weights/all-types")
        let tensors = try golden.names.map { name in
            let tensor = try golden.tensor(name)
            return Safetensors.Tensor(
                name, tensor.elementType, shape: tensor.shape, bytes: tensor.withUnsafeBytes { Array($0) })
        }
        let path = TemporaryFolder.shared.path("same")
        try Safetensors.write(tensors.shuffled(), metadata: golden.metadata, to: path)
        #expect(try FileBytes(path: path).copy() == FileBytes(path: golden.file.name).copy())
    }

    @Test("elements are found at any alignment")
    func alignment() throws {
        let header =
            #"{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"#
            + #""b":{"dtype":"F32","shape":[2],"data_offsets":[3,11]}}"#
        for padding in 0..<4 {
            let bytes = safetensorsBytes(header + String(repeating: " ", count: padding), data: 11)
            try withSafetensors(bytes) { file in
                let b = try #require(file["b"])
                #expect(b.floats() == [0x0605_0403, 0x0A09_0807].map { Float(bitPattern: $0) })
            }
        }
    }

    /// One tensor, `a`, with these fields.
    private static func single(_ fields: String) -> String { "{\"a\":{\(fields)}}" }

    @Test(
        "headers that lie are refused",
        arguments: [
            (single(#""dtype":"F32","shape":[2],"data_offsets":[0,4]"#), 4, "needs 8 bytes, but has 4"),
            (single(#""dtype":"F32","shape":[2],"data_offsets":[0,8]"#), 4, "truncated"),
            (single(#""dtype":"F32","shape":[1],"data_offsets":[0,4]"#), 9, "belong to no tensor"),
            (single(#""dtype":"F32","shape":[1],"data_offsets":[4,8]"#), 8, "leaves a gap"),
            (single(#""dtype":"F32","shape":[1],"data_offsets":[4,0]"#), 4, "not a begin and an end"),
            (single(#""dtype":"F32","shape":[1],"data_offsets":[0]"#), 4, "not a begin and an end"),
            (single(#""dtype":"F32","shape":[-1],"data_offsets":[0,4]"#), 4, "not negative"),
            (single(#""dtype":"F32","shape":[1.5],"data_offsets":[0,4]"#), 4, "whole number"),
            (single(#""dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]"#), 0, "too large"),
            (single(#""dtype":"F32","shape":[9223372036854775807],"data_offsets":[0,4]"#), 4, "too large"),
            (
                single(
                    #""dtype":"F32","shape":[1],"data_offsets":[9223372036854775800,9223372036854775804]"#),
                4, "large"
            ),
            (single(#""dtype":"F32","shape":[1]"#), 4, "lacks one of"),
            (
                single(#""dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]"#), 4,
                "repeated field 'dtype'"
            ),
            (
                single(#""dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1"#), 4,
                "unknown or repeated field 'x'"
            ),
            ("{\"a\":[]}", 0, "'{' was expected"), ("[]", 0, "'{' was expected"), ("", 0, "ends too early"),
            ("{} x", 0, "more after"), ("{\"__metadata__\":{\"a\":1}}", 0, "'\"' was expected"),
            (
                #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}"#,
                3, "occurs twice"
            ),
            (
                #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#,
                3, "overlaps"
            ),
        ])
    func lies(header: String, data: Int, reason: String) throws {
        let error = #expect(throws: WeightError.self) {
            try withSafetensors(safetensorsBytes(header, data: data)) { _ in }
        }
        #expect(error?.code == .malformed)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        #expect(error?.message.hasPrefix("memory: ") == true)
    }

    @Test("an element type that is not known is named with its tensor and those that are read")
    func unknownType() {
        for type in ["F4", "F8_E8M0", "C64", "F99"] {
            let header = #"{"visual.proj":{"dtype":"\#(type)","shape":[1],"data_offsets":[0,4]}}"#
            let error = #expect(throws: WeightError.self) {
                try withSafetensors(safetensorsBytes(header, data: 4)) { _ in }
            }
            #expect(error?.code == .unsupported)
            let said =
                "'visual.proj' has the element type '\(type)', which is not read; weights are read as F32"
            #expect(error?.message.contains(said) == true, "\(error?.message ?? "")")
        }
    }

    @Test("lengths of the header that lie are refused")
    func headerLengths() {
        let sound = safetensorsBytes("{}", data: 0)
        for length in [3, 100_000_001, Int.max, -1] {
            var bytes = sound
            for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: length >> (8 * index)) }
            #expect(throws: WeightError.self) { try withSafetensors(bytes) { _ in } }
        }
    }

    @Test("a file cut short anywhere is refused")
    func truncation() throws {
        let whole = try FileBytes(path: Golden.folder + "/weights/all-types.safetensors").copy()
        for length in 0..<whole.count {
            #expect(throws: WeightError.self, "\(length)") {
                try withSafetensors(Array(whole[..<length])) { _ in }
            }
        }
    }

    @Test("2,000 damaged headers are refused or read, and never crash", arguments: 0..<20)
    func mutations(round: Int) throws {
        let whole = try FileBytes(path: Golden.folder + "/weights/all-types.safetensors").copy()
        let headerEnd = 8 + Int(whole[0]) + Int(whole[1]) << 8
        var random = SeededGenerator(seed: UInt64(round))
        var refused = 0
        for _ in 0..<100 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<headerEnd, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
                case 1: bytes[index] = Array("0123456789,:[]{}\"\\-e.".utf8).randomElement(using: &random)!
                case 2: bytes.insert(Array("09[{\"".utf8).randomElement(using: &random)!, at: index)
                default: bytes.remove(at: index)
                }
            }
            do {
                try withSafetensors(bytes) { file in
                    // What is accepted can be read whole.
                    for name in file.tensorNames { _ = file[name]?.floats() }
                }
            } catch is WeightError {
                refused += 1
            }
        }
        #expect(refused > 50)
    }

    @Test("what is not a file says so")
    func notFiles() throws {
        let missing = #expect(throws: WeightError.self) { try SafetensorsFile(path: "/nowhere/at.all") }
        #expect(missing?.code == .unreadable)
        #expect(missing?.message == "/nowhere/at.all: cannot be opened: No such file or directory")
        let folder = #expect(throws: WeightError.self) {
            try SafetensorsFile(path: TemporaryFolder.shared.path)
        }
        #expect(folder?.message.hasSuffix("not a regular file") == true)
        let empty = TemporaryFolder.shared.path("empty")
        try AsideFile(empty).commit()
        let error = #expect(throws: WeightError.self) { try SafetensorsFile(path: empty) }
        #expect(error?.message.hasSuffix("it has only 0 bytes") == true)
    }
}
