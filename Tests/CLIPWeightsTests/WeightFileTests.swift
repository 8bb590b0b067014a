import CLIPTestSupport
import Testing

@testable import CLIPWeights

/// A file of Tests/Goldens/archives.
func archive(_ name: String) throws -> WeightFile {
    try WeightFile(path: Golden.folder + "/archives/" + name)
}

/// Opens bytes as a file in memory for the length of `body`.
func withWeightFile<Result>(_ bytes: [UInt8], _ body: (WeightFile) throws -> Result) throws -> Result {
    try bytes.withUnsafeBytes { try body(WeightFile(bytes: $0, name: "memory")) }
}

@Suite("WeightFile")
struct WeightFileTests {
    /// Checks that each tensor of `golden` is in `file` with the same type, shape and bits.
    private func expectSame(
        _ file: WeightFile, _ golden: SafetensorsFile, prefix: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(
            file.tensorNames.sorted() == golden.tensorNames.map { prefix + $0 }.sorted(),
            sourceLocation: sourceLocation)
        for name in golden.tensorNames {
            let tensor = try #require(file[prefix + name], "\(name)", sourceLocation: sourceLocation)
            let expected = try #require(golden[name])
            #expect(tensor.elementType == expected.elementType, "\(name)", sourceLocation: sourceLocation)
            #expect(tensor.shape == expected.shape, "\(name)", sourceLocation: sourceLocation)
            #expect(
                tensor.withUnsafeBytes { Array($0) } == expected.withUnsafeBytes { Array($0) }, "\(name)",
                sourceLocation: sourceLocation)
            let (values, wanted) = (tensor.floats(), expected.floats())
            #expect(
                values.map(\.bitPattern) == wanted.map(\.bitPattern), "\(name)",
                sourceLocation: sourceLocation)
            #expect(tensor.firstNotFinite == expected.firstNotFinite, sourceLocation: sourceLocation)
        }
    }

    private func golden(_ path: String) throws -> SafetensorsFile {
        try SafetensorsFile(path: Golden.folder + "/" + path)
    }

    @Test(
        "every form of torch.save holds the bits of the safetensors",
        arguments: [
            ("zip.pt", WeightFile.Format.torch), ("zip-protocol-5.pt", .torch), ("legacy.pt", .torchLegacy),
            ("legacy-protocol-4.pt", .torchLegacy),
        ])
    func forms(name: String, format: WeightFile.Format) throws {
        let file = try archive(name)
        #expect(file.format == format)
        let golden = try golden("weights/openclip/open_clip_model.safetensors")
        try expectSame(file, golden)
        #expect(file.elementCount == golden.elementCount)
    }

    @Test("brain halves stay what they are")
    func brainHalves() throws { try expectSame(archive("bf16.pt"), golden("archives/bf16.safetensors")) }

    @Test("safetensors are known by their content, too")
    func safetensors() throws {
        let path = Golden.folder + "/weights/openclip/open_clip_model.safetensors"
        let file = try WeightFile(path: path)
        #expect(file.format == .safetensors && file.name == path && file.metadata == ["format": "pt"])
        try expectSame(file, SafetensorsFile(path: path))
    }

    @Test("views of storages are gathered as PyTorch does, in every element type")
    func views() throws {
        let file = try archive("views.pt")
        try expectSame(file, golden("archives/views.safetensors"))
        // Several views of one storage are one part of the file.
        let views = file.tensorNames.reduce(0) { $0 + (file[$1]?.count ?? 0) }
        #expect(file.elementCount != views)
        let old = try archive("views-legacy.pt")
        #expect(old.format == .torchLegacy && old.tensorNames.count == 19)
        for name in old.tensorNames {
            #expect(
                old[name]?.withUnsafeBytes { Array($0) } == file[name]?.withUnsafeBytes { Array($0) },
                "\(name)")
        }
    }

    @Test("stretches and rows of a view are those of the whole")
    func stretches() throws {
        let file = try archive("views.pt")
        for name in ["transposed", "permuted", "part", "every-second", "channels-last", "half-transposed"] {
            let tensor = try #require(file[name])
            let all = tensor.floats()
            for start in stride(from: 0, to: tensor.count, by: 5) {
                for end in [start, start + 1, min(start + 7, tensor.count), tensor.count] {
                    let part = [Float](unsafeUninitializedCapacity: end - start + 1) { buffer, count in
                        count = end - start
                        tensor.copyFloats(start..<end, into: .init(rebasing: buffer[..<count]))
                    }
                    #expect(part == Array(all[start..<end]), "\(name) \(start)..<\(end)")
                }
            }
        }
    }

    @Test("of a training checkpoint only the model's tensors are taken")
    func checkpoint() throws {
        let file = try archive("checkpoint.pt")
        let golden = try golden("weights/openclip/open_clip_model.safetensors")
        #expect(file.tensorNames.sorted() == golden.tensorNames.map { "module.\($0)" }.sorted())
        for name in golden.tensorNames {
            #expect(file["module.\(name)"]?.elementType == .float32)
            #expect(file["module.\(name)"]?.floats() == golden[name]?.floats(), "\(name)")
        }
        #expect(file.elementCount == golden.elementCount)
        // The store goes by what stands behind the wrapper.
        let store = try WeightStore([file])
        #expect(store.digest(of: .vision) == (try WeightStore([golden]).digest(of: .vision)))
    }

    @Test("wrappers' names are passed over: module., _orig_mod., a level in the file")
    func wrappers() throws {
        let golden = try golden("weights/openclip/open_clip_model.safetensors")
        let file = try archive("wrapped.pt")
        try expectSame(file, golden, prefix: "module._orig_mod.")
        let (store, expected) = try (WeightStore([file]), WeightStore([golden]))
        #expect(store.canonicalNames == expected.canonicalNames)
        for tower in WeightStore.Tower.allCases {
            #expect(store.digest(of: tower) == expected.digest(of: tower))
        }
    }

    @Test("pytorch_model.bin, whole and in parts, with position ids")
    func huggingFace() throws {
        let golden = try golden("weights/huggingface/model.safetensors")
        let whole = try archive("huggingface-bin/pytorch_model.bin")
        #expect(whole["text_model.embeddings.position_ids"]?.integers() == Array(0..<9))
        let parts = try ["00001-of-00002", "00002-of-00002"].map {
            try archive("huggingface-sharded-bin/pytorch_model-\($0).bin")
        }
        let expected = try WeightStore([golden])
        for files in [[whole], parts] {
            let store = try WeightStore(files)
            #expect(store.naming == .huggingFace && store.canonicalNames == expected.canonicalNames)
            for tower in WeightStore.Tower.allCases {
                #expect(store.digest(of: tower) == expected.digest(of: tower))
            }
        }
    }

    @Test("a TorchScript archive has the tensors of its state_dict()", arguments: ["vit", "resnet"])
    func script(kind: String) throws {
        let file = try archive("openai-\(kind)/model.pt")
        #expect(file.format == .torchScript)
        try expectSame(file, golden("archives/openai-\(kind)/state.safetensors"))
        #expect(file["input_resolution"]?.integers().count == 1)
        let store = try WeightStore([file])
        #expect(!store.canonicalNames.contains { $0.contains("resolution") })
    }

    /// A file with these entries of a dictionary, each of which holds one tensor by name.
    private func checkpoint(_ keys: [String]) -> [UInt8] {
        let tensor = TorchFile.dictionary(
            "visual.proj", TorchFile.tensor(TorchFile.storage(count: 2), shape: [2], strides: [1]))
        let items = keys.flatMap { TorchFile.text($0) + tensor + Array("s".utf8) }
        return TorchFile.saved(
            TorchFile.pickle(Array("}".utf8) + items), storages: ["0": [UInt8](repeating: 1, count: 8)])
    }

    @Test("of several sets of weights state_dict is taken, as OpenCLIP does, and the others are named")
    func choice() throws {
        let cases: [(keys: [String], key: String, others: [String])] = [
            (["model", "state_dict", "state_dict_ema"], "state_dict", ["model", "state_dict_ema"]),
            (["model_ema", "model"], "model", ["model_ema"]), (["state_dict"], "state_dict", []),
        ]
        for (keys, key, others) in cases {
            try withWeightFile(checkpoint(keys)) { file in
                #expect(file.selection == WeightFile.Selection(key: key, others: others))
                let store = try WeightStore([file])
                #expect(store.remarks.isEmpty == others.isEmpty)
                guard !others.isEmpty else { return }
                let said = "\(key) is read, not \(others.joined(separator: ", "))"
                #expect(store.remarks[0].hasSuffix(said))
                // An error, too, says what was looked at.
                _ = store.root["visual"].tensor("proj", shape: [3])
                let error = #expect(throws: WeightError.self) { try store.finish() }
                #expect(error?.message.contains(said) == true)
            }
        }
        #expect(try archive("zip.pt").selection == nil && archive("checkpoint.pt").selection?.others == [])
    }

    @Test("an empty dictionary has none")
    func emptyDictionary() {
        let bytes = TorchFile.saved(TorchFile.pickle(Array("}".utf8)))
        let error = #expect(throws: WeightError.self) { try withWeightFile(bytes) { _ in } }
        #expect(error?.message.hasSuffix("it has none") == true, "\(error?.message ?? "")")
    }
}
