import CLIPTestSupport
import Testing

@testable import CLIPWeights

/// Pickles that would have Python do something, or would exhaust a reader.
@Suite("Pickles that lie or call")
struct HostilePickleTests {
    typealias File = TorchFile

    /// The refusal of an archive with this pickle.
    private func refusal(
        _ pickle: [UInt8], storages: [String: [UInt8]] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> WeightError? {
        #expect(throws: WeightError.self, sourceLocation: sourceLocation) {
            try withWeightFile(File.saved(pickle, storages: storages)) { _ in }
        }
    }

    private func expectRefusal(
        _ reason: String, _ pickle: [UInt8], storages: [String: [UInt8]] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let message = refusal(pickle, storages: storages, sourceLocation: sourceLocation)?.message ?? ""
        #expect(message.contains(reason), "\(message)", sourceLocation: sourceLocation)
    }

    private let bytes = [UInt8](repeating: 1, count: 24)
    private let system = File.tuple(File.text("touch /tmp/owned"))

    private func letters(_ text: String) -> [UInt8] { Array(text.utf8) }

    // MARK: What is accepted

    @Test("a small dictionary of one tensor is read")
    func sound() throws {
        let floats = [Float(1), 2, 3, 4, 5, 6].flatMap { File.word(Int($0.bitPattern)) }
        let pickle = File.pickle(
            File.dictionary(
                "w", File.tensor(File.storage(count: 6), offset: 1, shape: [2, 2], strides: [1, 3])))
        try withWeightFile(File.saved(pickle, storages: ["0": floats])) { file in
            #expect(file.tensorNames == ["w"] && file.elementCount == 6)
            #expect(file["w"]?.floats() == [2, 5, 3, 6])
        }
    }

    // MARK: Calls

    @Test(
        "whatever names a function is refused with its name",
        arguments: [
            ("os", "system"), ("posix", "system"), ("nt", "system"), ("builtins", "eval"),
            ("__builtin__", "exec"),
            ("builtins", "getattr"), ("subprocess", "Popen"), ("torch", "load"), ("torch.hub", "load"),
            ("torch", "Size.x"),
            ("numpy", "load"), ("collections", "OrderedDict.__reduce__"), ("open_clip.model", "CLIP"),
            ("__torch__.x", "Module"), ("torch._utils", "_rebuild_wrapper_subclass"),
        ])
    func calls(module: String, name: String) {
        let called = "wants to call \(module).\(name), which weights do not need: refused"
        let reduce = File.global(module, name) + system + letters("R")
        expectRefusal(called, File.pickle(reduce))
        // By names on the stack, as protocol 4 has it, and by the oldest instruction.
        expectRefusal(called, File.pickle(File.text(module), File.text(name), [0x93], system, letters("R")))
        expectRefusal(called, File.pickle(letters("(") + File.text("x") + letters("i\(module)\n\(name)\n")))
        // Where weights stand beside it, within them, and with __setstate__ in mind.
        let tensor = File.tensor(File.storage(count: 6), shape: [6], strides: [1])
        expectRefusal(
            called,
            File.pickle(File.dictionary("w", tensor), File.text("x"), reduce, letters("s")),
            storages: ["0": bytes])
        expectRefusal(called, File.pickle(File.global(module, name), letters(")"), [0x81], letters("}b")))
        expectRefusal(called, File.pickle(letters("("), File.global(module, name), system, letters("o")))
    }

    @Test("a refusal says that nothing was run, and what to do")
    func refusalText() {
        let error = refusal(File.pickle(File.global("os", "system"), system, letters("R")))
        #expect(error?.code == .unsupported)
        #expect(error?.message.hasPrefix("memory: the file wants to call os.system") == true)
        #expect(error?.message.contains("nothing of it was run") == true)
        #expect(error?.message.contains("safetensors.torch.save_file") == true)
    }

    @Test("what is allowed is not called with what it is not meant for")
    func misuse() {
        let dict = File.global("collections", "OrderedDict")
        expectRefusal("a string is called", File.pickle(File.text("os.system"), system, letters("R")))
        expectRefusal(
            "a storage of F32 is called",
            File.pickle(File.global("torch", "FloatStorage"), system, letters("R")))
        expectRefusal(
            "an object of torch.Tensor", File.pickle(File.global("torch", "Tensor"), letters(")"), [0x81]))
        expectRefusal("OrderedDict with its entries", File.pickle(dict, system, letters("R")))
        expectRefusal("a string is given attributes", File.pickle(File.text("x"), letters("}b")))
        expectRefusal("arguments that are not a tuple", File.pickle(dict, letters("]R")))
        expectRefusal(
            "a parameter without its tensor",
            File.pickle(
                File.global("torch._utils", "_rebuild_parameter"), system, letters("R")))
        let fromType = File.global("torch._tensor", "_rebuild_from_type_v2")
        expectRefusal(
            "of a class of its own",
            File.pickle(
                fromType, File.tuple(dict, File.global("torch", "Tensor"), letters(")"), letters("}")),
                letters("R")))
        expectRefusal(
            "not a storage: refused",
            File.pickle(
                File.tuple(
                    File.text("module"), dict, File.text("x.py"), File.text("import os"), File.integer(0)),
                letters("Q")))
    }

    @Test("instructions that weights do not need are refused by name")
    func instructions() {
        let refused: [([UInt8], String)] = [
            ([0x82, 1], "extension1"), ([0x83, 1, 0], "extension2"), ([0x84, 1, 0, 0, 0], "extension4"),
            (letters("Pid\n"), "persistentID"), ([0x97], "nextBuffer"), (letters("I1\n"), "int"),
            (letters("S'x'\n"), "string"), (letters("g0\n"), "get"),
        ]
        for (bytes, name) in refused {
            expectRefusal("the instruction '\(name)', which weights do not need", File.pickle(bytes))
        }
        expectRefusal("255 is not an instruction", File.pickle([0xFF]))
        expectRefusal("protocol 7", [0x80, 7, 0x4E, 0x2E])
    }

    // MARK: Bombs

    @Test("tuples of tuples cost what the file has bytes, and nothing recurses")
    func laughs() {
        // Each holds the one before three times: 3^100,000 leaves, if anybody walked there.
        var pickle: [UInt8] = [0x80, 2, UInt8(ascii: ")"), UInt8(ascii: "q"), 0]
        for _ in 0..<100_000 {
            pickle += letters("0(h") + [0] + letters("h") + [0] + letters("h") + [0] + letters("tq") + [0]
        }
        expectRefusal("no tensors by name", pickle + letters("."))
        // A million deep, and a ring.
        let nested = [UInt8](repeating: 0x85, count: 1_000_000)
        expectRefusal("no tensors by name", [0x80, 2, UInt8(ascii: ")")] + nested + letters("."))
        expectRefusal("no tensors by name", File.pickle(letters("]q"), [0], letters("h"), [0], letters("a")))
        expectRefusal(
            "no tensors by name",
            File.pickle(
                letters("}q"), [0], File.text("state_dict"), letters("h"), [0], letters("s")))
    }

    @Test("more instructions than weights need are refused")
    func instructionCount() {
        let pickle =
            [0x80, 2] + [UInt8](repeating: UInt8(ascii: "N"), count: PickleReader.mostInstructions + 1)
        expectRefusal("more than 2000000 instructions", pickle)
        let marks = [0x80, 2] + [UInt8](repeating: UInt8(ascii: "("), count: 300_000) + letters("N.")
        expectRefusal("values are left over", marks)
    }

    @Test("lengths beyond the end are refused before anything is reserved")
    func lengths() {
        let lengths: [[UInt8]] = [
            [0x58, 0xFF, 0xFF, 0xFF, 0xFF], [0x8D] + [UInt8](repeating: 0xFF, count: 8), [0x8C, 200],
            [0x8B, 0xFF, 0xFF, 0xFF, 0x7F], [0x8B, 0xFF, 0xFF, 0xFF, 0xFF], [0x54, 0, 0, 0, 0x80],
            [0x96] + [UInt8](repeating: 0x7F, count: 8), [0x8E, 0, 0, 0, 0, 1, 0, 0, 0],
            [0x42, 0, 0, 0, 0x10],
        ]
        for bytes in lengths { expectRefusal("bytes, where", File.pickle(bytes)) }
        expectRefusal("a frame goes on beyond", File.pickle([0x95] + File.long(1 << 40)))
        expectRefusal("a frame goes on beyond", File.pickle([0x95] + File.long(-1)))
    }

    @Test("values that are not there are refused")
    func absent() {
        let pickles: [([UInt8], String)] = [
            (letters("h") + [9], "refers to the value 9"),
            (letters("j") + File.word(-1), "refers to the value"),
            (letters("0"), "without the value"), (letters("t"), "a group of values that never began"),
            (letters("(Ns"), "without the value"), (letters("]("), "without the value"),
            (letters("NN"), "left over"),
            (letters("}(Nu"), "a key that has no value"), (letters("NNa"), "elements are added to None"),
            (letters("NNNs"), "entries are added to None"), (letters("R"), "without the value"),
            ([0x93], "without the value"), (letters("cos\n"), "in the middle of a name"),
            ([0x58, 1], "in the middle of"),
            ([0x58, 1, 0, 0, 0, 0xFF], "not UTF-8"), (letters("\u{1}"), "is not an instruction"),
        ]
        for (bytes, reason) in pickles { expectRefusal(reason, File.pickle(bytes)) }
        expectRefusal("ends in the middle of a pickle", [0x80, 2, 0x4E])
        expectRefusal("ends in the middle of a pickle", [])
    }

    // MARK: Tensors

    @Test("shapes, strides, offsets and storages that lie are refused")
    func lies() {
        let storages = ["0": bytes]
        func tensor(
            _ offset: Int, _ shape: [Int], _ strides: [Int], count: Int = 6, type: String = "FloatStorage",
            _ more: [UInt8] = []
        )
            -> [UInt8]
        {
            File.pickle(
                File.dictionary(
                    "w",
                    File.tensor(
                        File.storage(type: type, count: count), offset: offset, shape: shape,
                        strides: strides, more: more)))
        }
        let big = 1 << 62
        let tensors: [([UInt8], String)] = [
            (tensor(0, [7], [1]), "in a storage of 6 elements"), (tensor(1, [6], [1]), "leaves a storage"),
            (tensor(0, [2, 3], [3, 2]), "leaves a storage"), (tensor(0, [2], [big]), "leaves a storage"),
            (tensor(0, [2, 2], [Int.max, Int.max]), "leaves a storage"),
            (tensor(Int.max, [1], [1]), "leaves a storage"),
            (tensor(0, [-1], [1]), "negative"), (tensor(-1, [1], [1]), "negative"),
            (tensor(0, [2], [-1]), "negative"),
            (tensor(0, [Int.min], [1]), "negative"), (tensor(0, [2, 3], [1]), "2 sizes and 1 strides"),
            (tensor(0, [big, big], [0, 0]), "in a storage"),
            (tensor(0, [1 << 40, 1 << 40], [0, 0]), "in a storage"),
            (tensor(0, [big, 0], [0, 0]), "in a storage"), (tensor(0, [3, 6], [0, 1]), "repeats elements"),
            (tensor(0, [Int](repeating: 1, count: 9), [Int](repeating: 1, count: 9)), "9 sizes"),
            (tensor(0, [7], [1], count: 7), "should have 7 elements of 4 bytes, but has 24 bytes"),
            (tensor(0, [5], [1], count: 5), "should have 5 elements"),
            (tensor(0, [1], [1], count: -1), "a storage of -1"),
            (tensor(0, [1], [1], count: Int.max), "a storage of"),
            (tensor(0, [6], [1], type: "DoubleStorage"), "should have 6"),
            (
                tensor(0, [6], [1], type: "ComplexFloatStorage"),
                "it holds tensors of complex numbers (torch.ComplexFloatStorage), which are not read"
            ),
            (tensor(0, [6], [1], type: "QInt8Storage"), "it holds quantised tensors (torch.QInt8Storage)"),
            (tensor(0, [6], [1], File.dictionary("neg", [0x88])), "bits that change its elements"),
            (tensor(0, [6], [1], letters("NN")), "not storage, offset, sizes and strides"),
        ]
        for (pickle, reason) in tensors { expectRefusal(reason, pickle, storages: storages) }
        expectRefusal(
            "the storage '1' is missing",
            File.pickle(
                File.dictionary("w", File.tensor(File.storage("1", count: 6), shape: [6], strides: [1]))),
            storages: storages)
        expectRefusal(
            "the storage '../byteorder' is missing",
            File.pickle(
                File.dictionary(
                    "w", File.tensor(File.storage("../byteorder", count: 6), shape: [6], strides: [1]))),
            storages: storages)
        // Elements of a type that is said beside the storage.
        let typed = File.global("torch._utils", "_rebuild_tensor_v3")
        func typedTensor(_ storage: [UInt8], _ type: [UInt8]) -> [UInt8] {
            File.pickle(
                File.dictionary(
                    "w",
                    typed
                        + File.tuple(
                            storage, File.integer(0), File.integers([2]), File.integers([1]), [0x89],
                            letters("}"), type) + letters("R")))
        }
        expectRefusal(
            "another type than their storage's",
            typedTensor(
                File.storage(count: 6), File.global("torch", "uint16")), storages: storages)
        expectRefusal(
            "unknown element type", typedTensor(File.storage(count: 6), letters("N")), storages: storages)
    }

    @Test("a name that occurs twice is refused; other keys are passed over")
    func names() throws {
        let tensor = File.tensor(File.storage(count: 6), shape: [6], strides: [1])
        expectRefusal(
            "'w' occurs twice",
            File.pickle(File.dictionary("w", tensor), File.text("w"), tensor, letters("s")),
            storages: ["0": bytes])
        let odd = File.pickle(
            File.dictionary("w", tensor), File.integer(3), tensor, letters("s"), File.text("n"), letters("Ns")
        )
        try withWeightFile(File.saved(odd, storages: ["0": bytes])) { #expect($0.tensorNames == ["w"]) }
    }

    @Test("modules that share others without end are refused in time")
    func moduleTree() {
        let module = File.global("__torch__", "M") + letters(")") + [0x81]
        func script(_ pickle: [UInt8]) -> [UInt8] {
            File.saved(pickle, more: [File.Entry("a/constants.pkl", File.pickle(letters(")")))])
        }
        // A module within itself.
        let ring = File.pickle(
            module, letters("q"), [0], letters("}"), File.text("m"), letters("h"), [0], letters("sb"))
        // Forty modules, each twice in the one before: a million million ways.
        var doubled: [UInt8] = module + letters("q") + [0]
        for _ in 0..<40 {
            doubled += letters("0") + module + letters("}(") + File.text("a") + letters("h") + [0]
            doubled += File.text("b") + letters("h") + [0] + letters("ubq") + [0]
        }
        for pickle in [ring, File.pickle(doubled)] {
            let error = #expect(throws: WeightError.self) { try withWeightFile(script(pickle)) { _ in } }
            #expect(
                error?.message.contains("nested more than 32") == true
                    || error?.message.contains("more than 200000") == true)
        }
        let empty = #expect(throws: WeightError.self) {
            try withWeightFile(script(File.pickle(module))) { _ in }
        }
        #expect(empty?.message.contains("without tensors") == true)
    }
}
