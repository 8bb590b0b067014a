import CLIPTestSupport
import Testing

@testable import CLIPWeights

@Suite("WeightTensor")
struct WeightTensorTests {
    private func store(_ tensors: [Safetensors.Tensor]) throws -> WeightStore {
        let path = TemporaryFolder.shared.path("tensor")
        try Safetensors.write(tensors, to: path)
        return try WeightStore([SafetensorsFile(path: path)])
    }

    /// A Hugging Face block's attention with whole numbers as weights; the parts may differ in type.
    private func attention(keyType: ElementType = .float32) throws -> WeightTensor {
        let prefix = "text_model.encoder.layers.3.self_attn."
        let key: [Float] = [7, 8, 9, 10, 11, 12]
        let store = try store([
            .init(prefix + "q_proj.weight", shape: [2, 3], [1, 2, 3, 4, 5, 6]),
            keyType == .float32
                ? .init(prefix + "k_proj.weight", shape: [2, 3], key)
                : .init(
                    prefix + "k_proj.weight", .bfloat16, shape: [2, 3],
                    bytes: key.flatMap {
                        [UInt8(truncatingIfNeeded: $0.bitPattern >> 16), UInt8($0.bitPattern >> 24)]
                    }),
            .init(prefix + "v_proj.weight", shape: [2, 3], [13, 14, 15, 16, 17, 18]),
        ])
        let cursor = store.root["transformer"]["resblocks"][3]["attn"]
        let tensor = cursor.tensor("in_proj_weight", shape: [6, 3])
        try store.finish()
        return tensor
    }

    private func copied(_ tensor: WeightTensor, _ range: Range<Int>) -> [Float] {
        guard !range.isEmpty else { return [] }
        return [Float](unsafeUninitializedCapacity: range.count) { buffer, count in
            tensor.copyFloats(range, into: UnsafeMutableBufferPointer(rebasing: buffer[..<range.count]))
            count = range.count
        }
    }

    private func row(_ tensor: WeightTensor, _ row: Int) -> [Float] {
        let width = tensor.count / tensor.shape[0]
        return [Float](unsafeUninitializedCapacity: width) { buffer, count in
            tensor.copyRow(row, into: UnsafeMutableBufferPointer(rebasing: buffer[..<width]))
            count = width
        }
    }

    @Test(
        "query, key and value become one tensor, also from different types",
        arguments: [ElementType.float32, .bfloat16])
    func joined(keyType: ElementType) throws {
        let tensor = try attention(keyType: keyType)
        let expected = (1...18).map { Float($0) }
        #expect(tensor.floats() == expected)
        #expect(tensor.elementType == .float32)
        #expect((0..<6).map { row(tensor, $0) } == (0..<6).map { Array(expected[$0 * 3..<$0 * 3 + 3]) })
        for start in 0...18 {
            for end in start...18 { #expect(copied(tensor, start..<end) == Array(expected[start..<end])) }
        }
        let bytes = tensor.withUnsafeBytes { Array($0) }
        #expect(bytes == expected.withUnsafeBytes { Array($0) })
    }

    @Test("a projection is turned round")
    func transposed() throws {
        let store = try store([
            .init("visual_projection.weight", shape: [3, 2], [1, 2, 3, 4, 5, 6]),
            .init("vision_model.pre_layrnorm.weight", [0]),
        ])
        let tensor = store.root["visual"].tensor("proj", shape: [2, 3])
        let expected: [Float] = [1, 3, 5, 2, 4, 6]
        #expect(tensor.shape == [2, 3] && tensor.floats() == expected)
        #expect(row(tensor, 0) == [1, 3, 5] && row(tensor, 1) == [2, 4, 6])
        for start in 0...6 {
            for end in start...6 { #expect(copied(tensor, start..<end) == Array(expected[start..<end])) }
        }
        #expect(tensor.withUnsafeBytes { Array($0) } == expected.withUnsafeBytes { Array($0) })
    }

    @Test("zeros stand in for what is missing")
    func zeros() {
        let tensor = WeightTensor.zeros(name: "x", shape: [2, 2])
        #expect(tensor.floats() == [0, 0, 0, 0] && row(tensor, 1) == [0, 0])
        #expect(tensor.withUnsafeBytes { Array($0) } == [UInt8](repeating: 0, count: 16))
    }
}
