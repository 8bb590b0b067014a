#if os(Linux)
    import CLIPBundledModel
    import CLIPImages
    import CLIPNumerics
    import CLIPTestSupport
    import FoundationEssentials
    import Glibc
    import Testing

    @testable import CLIP

    /// What a process takes from the system while it does the same work again and again.
    ///
    /// Each case is a process of its own, so that nothing else counts.
    @Suite("In a steady state nothing is taken from the system or given back", .serialized)
    struct SteadyStateTests {
        @Test("pictures through a residual network")
        func pictures() async {
            await #expect(processExitsWith: .success) {
                let model = try await CLIPModel.load(.bundled, compute: Compute(threads: 2))
                let images = try photos(40, width: 320, height: 240)
                try await expectSteady { _ = try await model.encode(images: images) }
            }
        }

        @Test("pictures of 224 pixels through a vision transformer, whole and cropped")
        func largePictures() async {
            await #expect(processExitsWith: .success) {
                let model = try await CLIPModel.load(
                    Golden.folder + "/networks/vit-quickgelu", options: LoadingOptions(imageSize: 224),
                    compute: Compute(threads: 2))
                let images = try photos(12, width: 640, height: 480)
                try await expectSteady { _ = try await model.encode(images: images) }
                let crops = images.map { model.preprocessing.crop($0) }
                try await expectSteady { _ = try await model.encode(crops: crops) }
            }
        }

        @Test("texts, many and one")
        func texts() async {
            await #expect(processExitsWith: .success) {
                let model = try await CLIPModel.load(.bundled, compute: Compute(threads: 2))
                let labels = ["tench", "goldfish", "great white shark", "tiger shark", "electric ray"]
                let prompts = labels.flatMap { label in
                    TemplateSet.openai80.templates.map { $0.filled(with: label) }
                }
                try await expectSteady { _ = try await model.encode(texts: prompts) }
                try await expectSteady { _ = try await model.encode(texts: ["a photo of a cat"]) }
            }
        }
    }

    private func photos(_ count: Int, width: Int, height: Int) throws -> [RGBImage] {
        try (0..<count).map { photo in
            try RGBImage(
                width: width, height: height,
                pixels: (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ photo &* 17) })
        }
    }

    /// Two calls to warm up, then rounds of twenty, of which one must be still.
    ///
    /// A buffer that each call takes anew would cost a fault or more in every call, so twenty in every round. A round
    /// may have some faults that are no such thing: a worker of Dispatch's that runs its first batch touches a stack
    /// and a heap of its own, and a machine short of memory takes pages away.
    private func expectSteady(_ work: () async throws -> Void) async throws {
        for _ in 0..<2 { try await work() }
        var rounds: [(faults: Int, bytes: Int)] = []
        for _ in 0..<6 {
            let before = try (faults: pageFaults(), bytes: addressSpace())
            for _ in 0..<20 { try await work() }
            rounds.append((pageFaults() - before.faults, try addressSpace() - before.bytes))
            if rounds.last! == (0, 0) { break }
        }
        if Sanitizer.isPresent {
            // The address sanitizer keeps back 256 MB of what was freed; the shadows' pages of both come and go.
            #expect(rounds.reduce(0) { $0 + $1.bytes } < 512 << 20, "\(rounds)")
        } else {
            #expect(rounds.contains { $0.faults <= 2 && $0.bytes == 0 }, "\(rounds)")
        }
    }

    private func pageFaults() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_minflt + usage.ru_majflt
    }

    /// Bytes that are mapped: all that the process took from the system and did not give back.
    private func addressSpace() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return (Int(fields.first ?? "") ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
#endif
