import CLIPTestSupport
import Testing

@testable import CLIPWeights

@Suite("Naming")
struct NamingTests {
    private func openFolder(_ path: String) throws -> WeightStore {
        try WeightStore([SafetensorsFile(path: Golden.folder + "/weights/" + path)])
    }

    @Test("Hugging Face's names lead to the canonical ones and back, for every tensor of a model")
    func roundTrip() throws {
        let theirs = try SafetensorsFile(path: Golden.folder + "/weights/huggingface/model.safetensors")
            .tensorNames
        #expect(Naming.detect(theirs) == .huggingFace)
        for name in theirs {
            let place = try #require(Naming.huggingFace.place(of: name), "\(name)")
            let names = Naming.huggingFace.fileNames(of: place.canonicalName)
            #expect(names.count == place.partCount && names[place.part] == name)
        }
        let canonical = try SafetensorsFile(
            path: Golden.folder + "/weights/openclip/open_clip_model.safetensors")
        #expect(Naming.detect(canonical.tensorNames) == .openCLIP)
        let reached = Set(theirs.compactMap { Naming.huggingFace.place(of: $0)?.canonicalName })
        #expect(reached == Set(canonical.tensorNames))
    }

    @Test("the same model has the same tensors from both layouts, and the same digests")
    func sameModel() throws {
        let ours = try openFolder("openclip/open_clip_model.safetensors")
        let theirs = try openFolder("huggingface/model.safetensors")
        #expect(ours.canonicalNames == theirs.canonicalNames)
        for name in ours.canonicalNames {
            let (mine, other) = try (#require(ours.peek(name)), #require(theirs.peek(name)))
            #expect(mine.shape == other.shape && mine.floats() == other.floats(), "\(name)")
        }
        for tower in WeightStore.Tower.allCases {
            #expect(ours.digest(of: tower) == theirs.digest(of: tower))
            #expect(ours.digest(of: tower) != nil)
        }
        #expect(ours.digest(of: .vision) != ours.digest(of: .text))
    }

    @Test("one changed number changes its tower's digest and no other")
    func changedNumber() throws {
        let original = try SafetensorsFile(
            path: Golden.folder + "/weights/openclip/open_clip_model.safetensors")
        let before = try WeightStore([original])
        for (changed, towers) in [
            ("visual.proj", [WeightStore.Tower.vision]), ("ln_final.bias", [.text]), ("logit_scale", []),
        ] {
            let path = TemporaryFolder.shared.path("changed")
            let tensors = original.tensorNames.compactMap { original[$0] }.map { tensor in
                var bytes = tensor.withUnsafeBytes { Array($0) }
                if tensor.name == changed { bytes[bytes.count - 2] ^= 1 }
                return Safetensors.Tensor(tensor.name, tensor.elementType, shape: tensor.shape, bytes: bytes)
            }
            try Safetensors.write(tensors, to: path)
            let after = try WeightStore([SafetensorsFile(path: path)])
            let different = WeightStore.Tower.allCases.filter {
                before.digest(of: $0) != after.digest(of: $0)
            }
            #expect(different == towers)
        }
    }

    @Test(
        "wrappers before OpenCLIP's names are taken off",
        arguments: [
            ("module.visual.proj", "visual.proj"), ("text.ln_final.weight", "ln_final.weight"),
            ("module.text.transformer.resblocks.0.ln_1.bias", "transformer.resblocks.0.ln_1.bias"),
        ])
    func wrappers(name: String, canonical: String) {
        #expect(Naming.openCLIP.place(of: name)?.canonicalName == canonical)
    }

    @Test(
        "names of no CLIP model have no place",
        arguments: [
            "encoder.weight", "vision_model.encoder.layers.x.mlp.fc1.weight",
            "vision_model.encoder.layers.01.mlp.fc1.weight",
            "vision_model.encoder.layers.0.mlp.fc3.weight", "vision_model.encoder.layers.0.mlp.fc1.gain",
            "text_model.encoder.layers.0.self_attn.q_proj.scale", "text_model.embeddings.position_ids",
        ])
    func strangers(name: String) {
        #expect(Naming.huggingFace.place(of: name) == nil && Naming.openCLIP.place(of: name) == nil)
    }

    @Test("what is missing is named as the file would name it")
    func missingNames() throws {
        let original = try SafetensorsFile(path: Golden.folder + "/weights/huggingface/model.safetensors")
        let key = "vision_model.encoder.layers.1.self_attn.k_proj.weight"
        let dropped = [key, "text_projection.weight", "vision_model.pre_layrnorm.bias"]
        let path = TemporaryFolder.shared.path("dropped")
        try Safetensors.write(
            original.tensorNames.filter { !dropped.contains($0) }.compactMap { original[$0] }.map { tensor in
                .init(
                    tensor.name, tensor.elementType, shape: tensor.shape,
                    bytes: tensor.withUnsafeBytes { Array($0) })
            }, to: path)
        let store = try WeightStore([SafetensorsFile(path: path)])
        let visual = store.root["visual"]
        _ = visual["transformer"]["resblocks"][1]["attn"].tensor("in_proj_weight", shape: [48, 16])
        _ = visual["ln_pre"].tensor("bias", shape: [16])
        _ = store.root.tensor("text_projection", shape: [16, 8])
        _ = visual.tensor("proj", shape: [16, 9])
        let error = #expect(throws: WeightError.self) {
            try store.finish(ignoring: ["visual.", "", "transformer."])
        }
        #expect(error?.missing == dropped.sorted())
        // In the file's own shape, too, which is the other way round.
        #expect(error?.misshapen.first?.expected == [9, 16] && error?.misshapen.first?.found == [8, 16])
        #expect(error?.surplus == [])
    }

    @Test("a model in several files is one model; a tensor in two of them is an error")
    func severalFiles() throws {
        let original = try SafetensorsFile(
            path: Golden.folder + "/weights/openclip/open_clip_model.safetensors")
        func write(_ names: [String]) throws -> SafetensorsFile {
            let path = TemporaryFolder.shared.path("part")
            try Safetensors.write(
                names.compactMap { original[$0] }.map { tensor in
                    .init(
                        tensor.name, tensor.elementType, shape: tensor.shape,
                        bytes: tensor.withUnsafeBytes { Array($0) })
                }, to: path)
            return try SafetensorsFile(path: path)
        }
        let half = original.tensorNames.count / 2
        let parts = try [
            write(Array(original.tensorNames[..<half])), write(Array(original.tensorNames[half...])),
        ]
        let whole = try WeightStore([original])
        let joined = try WeightStore(parts)
        #expect(joined.canonicalNames == whole.canonicalNames)
        #expect(joined.digest(of: .text) == whole.digest(of: .text))
        #expect(joined.elementCount == whole.elementCount)
        #expect(throws: WeightError.self) { try WeightStore([original, parts[0]]) }
    }
}
