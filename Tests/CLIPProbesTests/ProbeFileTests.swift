import CLIP
import CLIPNumerics
import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIPProbes

@Suite("Files of heads")
struct ProbeFileTests {
    private func origin(_ digit: Character) throws -> VectorOrigin {
        let digest = try #require(ContentDigest(hex: String(repeating: digit, count: 64)))
        return VectorOrigin(
            model: "model \(digit)",
            space: SpaceIdentity(
                visionTower: digest, textTower: nil, architecture: digest, tokenizer: nil,
                preprocessing: digest),
            recipe: Recipe(
                precision: "f32", exif: nil, decode: nil, engineVersion: "1", instructionSet: "plain"),
            visionArchitecture: digest)
    }

    private func probe(_ method: any HeadMethod, _ data: MadeUp) throws -> Probe {
        Probe(
            head: try method.fit(data.task()).head, classes: data.names, features: .preProjection,
            method: method.name, dataset: "made up", shots: 4, seed: 7)
    }

    @Test("give back what was written", arguments: MadeUp.methods.indices)
    func roundTrip(index: Int) throws {
        let folder = TemporaryFolder()
        let path = RawPath(folder.path + "/head.safetensors")
        let data = try MadeUp()
        let written = try probe(MadeUp.methods[index], data)
        try ProbeFile.write(written, origin: try origin("a"), to: path)
        let (read, warning) = try ProbeFile.read(path, for: try origin("a"))
        #expect(warning == nil)
        #expect(read.classes == data.names && read.features == .preProjection && read.dataset == "made up")
        #expect(read.shots == 4 && read.seed == 7 && read.method == written.method)
        let compute = Compute(threads: 2)
        #expect(
            read.head.logits(of: data.test.features, compute: compute)
                == written.head.logits(of: data.test.features, compute: compute))
    }

    @Test("of another space are refused")
    func otherSpace() throws {
        let folder = TemporaryFolder()
        let path = RawPath(folder.path + "/head.safetensors")
        try ProbeFile.write(try probe(NearestMeanMethod(), MadeUp()), origin: try origin("a"), to: path)
        let error = #expect(throws: SpaceMismatch.self) { try ProbeFile.read(path, for: try origin("b")) }
        #expect(error?.message.contains("model a") == true)
    }

    @Test("that are damaged say what is wrong")
    func damage() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/head.safetensors"
        let origin = try origin("a")
        func check(_ reason: String, _ tensors: [Safetensors.Tensor], _ changes: [String: String]) throws {
            var metadata = origin.metadata.merging([
                "kind": "swift-clip probe 1", "head": "linear", "features": "projected",
                "classes": "[\"a\",\"b\"]",
                "number.unit_rows": "0",
            ]) { $1 }
            metadata.merge(changes) { $1 }
            try Safetensors.write(tensors, metadata: metadata, to: path)
            let error = #expect(throws: ProbeError.self) { try ProbeFile.read(RawPath(path), for: origin) }
            #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        }
        let weights = Safetensors.Tensor("weights", shape: [2, 3], [1, 2, 3, 4, 5, 6])
        let bias = Safetensors.Tensor("bias", shape: [1, 2], [0, 0])
        try Safetensors.write(
            [weights, bias],
            metadata: origin.metadata.merging([
                "kind": "swift-clip probe 1", "head": "linear", "features": "projected",
                "classes": "[\"a\",\"b\"]",
                "number.unit_rows": "0",
            ]) { $1 }, to: path)
        #expect(try ProbeFile.read(RawPath(path), for: origin).probe.head.classes == 2)
        try check("it is no probe", [weights, bias], ["kind": "swift-clip classifier 1"])
        try check("which model", [weights, bias], ["space": "0"])
        try check("which features", [weights, bias], ["features": "smell"])
        try check("does not know", [weights, bias], ["head": "forest"])
        try check("3 names for 2", [weights, bias], ["classes": "[\"a\",\"b\",\"c\"]"])
        try check("no list of classes", [weights, bias], ["classes": "a"])
        try check("unit_rows", [weights, bias], ["number.unit_rows": "maybe"])
        try check("\"bias\" is missing", [weights], [:])
        try check("1 × 3, not 1 × 2", [weights, Safetensors.Tensor("bias", shape: [1, 3], [0, 0, 0])], [:])
        try check("not finite", [Safetensors.Tensor("weights", shape: [2, 1], [1, .nan]), bias], [:])
        try check("no matrix", [weights, Safetensors.Tensor("bias", [0, 0])], [:])
    }
}
