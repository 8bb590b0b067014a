import CLIPTestSupport
import Testing

@testable import CLIPWeights

@Suite("WeightStore")
struct WeightStoreTests {
    private func store(_ tensors: [Safetensors.Tensor]) throws -> WeightStore {
        let path = TemporaryFolder.shared.path("store")
        try Safetensors.write(tensors, to: path)
        return try WeightStore([SafetensorsFile(path: path)])
    }

    @Test("what was asked for in the right shape is not reported")
    func fits() throws {
        let store = try store([
            Safetensors.Tensor("visual.ln_pre.weight", [1, 2, 3]),
            Safetensors.Tensor("logit_scale", shape: [], [4.5]),
            Safetensors.Tensor("visual.bn1.num_batches_tracked", shape: [], integers: [7]),
            Safetensors.Tensor("visual.transformer.resblocks.2.ln_1.bias", [5]),
        ])
        let visual = store.root["visual"]
        #expect(visual["ln_pre"].tensor("weight", shape: [3]).floats() == [1, 2, 3])
        #expect(visual["transformer"]["resblocks"][2]["ln_1"].tensor("bias", shape: [1]).floats() == [5])
        #expect(store.root.tensor("logit_scale", shape: []).floats() == [4.5])
        #expect(visual["ln_pre"].has("weight") && !visual["ln_pre"].has("bias"))
        #expect(visual["ln_pre"].shape(of: "weight") == [3])
        try store.finish()
    }

    @Test("missing, surplus and misshapen tensors are reported together, by name")
    func reports() throws {
        let store = try store([
            Safetensors.Tensor("visual.proj", shape: [2, 3], [1, 2, 3, 4, 5, 6]),
            Safetensors.Tensor("visual.adapter.weight", [1]), Safetensors.Tensor("alien", [1]),
            Safetensors.Tensor("ln_final.weight", [1]),
            Safetensors.Tensor("ln_final.bias", integers: [1]),
        ])
        let proj = store.root["visual"].tensor("proj", shape: [3, 2])
        #expect(proj.shape == [3, 2] && proj.floats() == [0, 0, 0, 0, 0, 0])
        #expect(store.root["visual"]["ln_pre"].tensor("bias", shape: [4]).floats() == [0, 0, 0, 0])
        _ = store.root["ln_final"].tensor("weight", shape: [1])
        _ = store.root["ln_final"].tensor("bias", shape: [1])
        let error = #expect(throws: WeightError.self) { try store.finish() }
        #expect(error?.code == .mismatched)
        #expect(error?.missing == ["visual.ln_pre.bias"])
        #expect(error?.surplus == ["alien", "visual.adapter.weight"])
        #expect(error?.misshapen.map(\.name) == ["ln_final.bias", "visual.proj"])
        #expect(error?.misshapen.last?.expected == [3, 2] && error?.misshapen.last?.found == [2, 3])
        let message = try #require(error?.message)
        #expect(message.contains("visual.proj: expected [3, 2], found [2, 3]"))
        #expect(message.contains("ln_final.bias: its elements are I64, not floats"))
        #expect(message.contains("missing (1):\n    visual.ln_pre.bias"))
        #expect(message.contains("visual.adapter.weight [1]"))
    }

    @Test(
        "where only element types are wrong, tensor, type and those that are read are named, not the configuration"
    )
    func types() throws {
        let store = try store([
            Safetensors.Tensor("visual.proj", .int8, shape: [2], bytes: [1, 2]),
            Safetensors.Tensor("ln_final.weight", .float8E4M3, shape: [1], bytes: [1]),
        ])
        for check in [{ try store.checkTypes() }, { try store.finish() }] {
            _ = store.root["visual"].tensor("proj", shape: [2])
            _ = store.root["ln_final"].tensor("weight", shape: [1])
            let error = #expect(throws: WeightError.self) { try check() }
            #expect(error?.code == .unsupported)
            let message = error?.message ?? ""
            #expect(message.contains("'ln_final.weight' as F8_E4M3, 'visual.proj' as I8;"), "\(message)")
            #expect(
                message.contains("weights are read as F32, F16 and BF16") && !message.contains("Check that"))
        }
    }

    @Test("a tower that is not loaded can be left aside")
    func ignoring() throws {
        let store = try store([
            Safetensors.Tensor("visual.ln_pre.weight", [1]), Safetensors.Tensor("ln_final.weight", [1]),
        ])
        _ = store.root["ln_final"].tensor("weight", shape: [1])
        try store.finish(ignoring: ["visual."])
        #expect(throws: WeightError.self) { try store.finish() }
    }
}
