import CLIPTestSupport
import Testing

@testable import CLIPWeights

@Suite("Weights that are no numbers")
struct FiniteWeightsTests {
    private func tensor(_ type: ElementType, _ bytes: [UInt8], count: Int) throws -> WeightTensor {
        let path = TemporaryFolder.shared.path("finite")
        try Safetensors.write([.init("a", type, shape: [count], bytes: bytes)], to: path)
        return try #require(try SafetensorsFile(path: path)["a"])
    }

    /// The bytes of 3,000 ones with another element at a place.
    private func bytes<Bits: FixedWidthInteger>(_ one: Bits, _ other: Bits, at place: Int) -> [UInt8] {
        var elements = [Bits](repeating: one.littleEndian, count: 3000)
        elements[place] = other.littleEndian
        return elements.withUnsafeBytes { Array($0) }
    }

    @Test("are found in every element type, at any place", arguments: [0, 1, 1023, 1024, 2047, 2999])
    func everyType(place: Int) throws {
        let found: [(ElementType, [UInt8])] = [
            (.float32, bytes(Float(1).bitPattern, Float.nan.bitPattern, at: place)),
            (.float32, bytes(Float(1).bitPattern, (-Float.infinity).bitPattern, at: place)),
            (.float16, bytes(UInt16(0x3C00), 0x7E01, at: place)),
            (.float16, bytes(UInt16(0x3C00), 0xFC00, at: place)),
            (.bfloat16, bytes(UInt16(0x3F80), 0x7FC1, at: place)),
            (.bfloat16, bytes(UInt16(0x3F80), 0xFF80, at: place)),
            (.float64, bytes(Double(1).bitPattern, Double.nan.bitPattern, at: place)),
            // Finite, but not as a `Float`.
            (.float64, bytes(Double(1).bitPattern, Double(1e39).bitPattern, at: place)),
            (.float8E5M2, bytes(UInt8(0x3C), 0x7C, at: place)),
            (.float8E4M3, bytes(UInt8(0x38), 0xFF, at: place)),
        ]
        for (type, bytes) in found {
            #expect(try tensor(type, bytes, count: 3000).firstNotFinite == place, "\(type)")
        }
        for type in ElementType.allCases where type.isInteger {
            let ones = [UInt8](repeating: 0xFF, count: 3000 * type.size)
            #expect(try tensor(type, ones, count: 3000).firstNotFinite == nil, "\(type)")
        }
        let largest = bytes(Float(1).bitPattern, Float.greatestFiniteMagnitude.bitPattern, at: place)
        #expect(try tensor(.float32, largest, count: 3000).firstNotFinite == nil)
        let half = bytes(UInt16(0x3C00), 0x7BFF, at: place)
        #expect(try tensor(.float16, half, count: 3000).firstNotFinite == nil)
    }

    @Test("are named with file, tensor, value and place; buffers may hold infinities")
    func report() throws {
        let path = TemporaryFolder.shared.path("report")
        try Safetensors.write(
            [
                .init("attn_mask", shape: [2], [0, -.infinity]), .init("ln_final.bias", shape: [2], [0, 1]),
                .init("text_projection", shape: [2, 3], [0, 1, 2, 3, .nan, .infinity]),
            ], to: path)
        let store = try WeightStore([SafetensorsFile(path: path)])
        let damaged = store.readTensors.compactMap { entry in
            entry.tensor.firstNotFinite.map { (file: entry.file, tensor: entry.tensor, place: $0) }
        }
        #expect(damaged.map(\.tensor.name) == ["text_projection"])
        let error = WeightError.notFinite(damaged)
        #expect(error.code == .malformed)
        #expect(error.message.hasPrefix("\(path): 'text_projection' holds nan at [1, 1]\n"))
        #expect(error.message.contains("the weights are damaged; fetch or convert them again"))
        let many = WeightError.notFinite(Array(repeating: damaged[0], count: 25))
        #expect(many.message.contains("and 5 more tensors"))
    }

    @Test("are found in a tensor of several pieces and in one turned round")
    func assembled() throws {
        let path = TemporaryFolder.shared.path("assembled")
        let layer = "text_model.encoder.layers.0.self_attn"
        try Safetensors.write(
            ["q", "k", "v"].map { .init("\(layer).\($0)_proj.bias", $0 == "k" ? [1, .nan] : [1, 2]) }
                + [.init("text_projection.weight", shape: [2, 3], [0, 1, 2, 3, .infinity, 5])], to: path)
        let store = try WeightStore([SafetensorsFile(path: path)])
        let bias = try #require(store.peek("transformer.resblocks.0.attn.in_proj_bias"))
        #expect(bias.firstNotFinite == 3)
        let projection = try #require(store.peek("text_projection"))
        #expect(projection.shape == [3, 2])
        let place = try #require(projection.firstNotFinite)
        #expect(projection.floats()[place] == .infinity && projection.indices(of: place) == [1, 1])
    }

    @Test("are found in the part where they are, at the place that the whole tensor has for them")
    func parts() throws {
        var values = [Float](repeating: 1, count: 1000)
        (values[400], values[900]) = (.nan, .infinity)
        let bytes = values.withUnsafeBytes { Array($0) }
        let tensor = try tensor(.float32, bytes, count: 1000)
        let ranges = [0..<400, 0..<401, 400..<1000, 401..<900, 401..<1000, 7..<7]
        #expect(ranges.map { tensor.firstNotFinite(inStored: $0) } == [nil, 400, 400, nil, 900, nil])
    }

    @Test("what is given back can be read again")
    func released() throws {
        let path = TemporaryFolder.shared.path("released")
        // Large enough to be mapped.
        let values = (0..<5_000_000).map { Float($0) }
        try Safetensors.write([.init("a", values), .init("b", [1, 2])], to: path)
        let file = try SafetensorsFile(path: path)
        let tensor = try #require(file["a"])
        let address = try #require(tensor.address(ofFloats: 10..<4_000_000))
        #expect(address.loadUnaligned(as: Float.self) == 10)
        for range in [0..<1, 1000..<3_000_000, 4_999_999..<5_000_000, 0..<5_000_000, 5..<5] {
            tensor.release(range)
            #expect(address.loadUnaligned(as: Float.self) == 10)
        }
        #expect(tensor.floats() == values && file["b"]?.floats() == [1, 2])
    }
}
