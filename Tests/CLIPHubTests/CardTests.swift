import CLIP
import CLIPHub
import CLIPWeights
import Testing

@Suite("Cards of checkpoints")
struct CardTests {
    @Test("96 of open_clip's 196 entries have a card, the other 100 a reason")
    func counts() throws {
        let reference = try CardReference()
        #expect(reference.entries.count == 196)
        #expect(ModelCard.all.count == 96)
        #expect(ModelCard.refused.count == 100)
        let ours = Set(ModelCard.all.map(\.pair) + ModelCard.refused.map(\.pair))
        #expect(ours == Set(reference.entries.map { "\($0.architecture)/\($0.tag)" }))
        for refused in ModelCard.refused { #expect(!refused.reason.isEmpty, "\(refused.pair)") }
    }

    @Test(
        "sizes, derived from open_clip's configuration, and parameters, counted by it",
        arguments: ModelCard.all)
    func sizes(card: ModelCard) throws {
        let reference = try CardReference()
        let base = card.isTwin ? String(card.architecture.dropLast("-quickgelu".count)) : card.architecture
        let configuration = try reference.configuration(of: base)
        #expect(card.imageSize == configuration.vision?.imageSize)
        #expect(card.embedDimension == configuration.embedDimension)
        #expect(card.parameterCount == configuration.parameterCount)
        #expect(try card.parameterCount == reference.parameterCount(of: base))
        // The table of architectures says the same, and with the checkpoint's activation.
        #expect(ModelCard.architecture(of: configuration) == base)
        #expect(card.configuration.parameterCount == card.parameterCount)
        #expect(card.configuration.activation == card.activation)
        #expect(card.mean.count == 3 && card.standardDeviation.count == 3)
        #expect(card.standardDeviation.allSatisfy { $0 > 0 })
    }

    @Test("the activation is the checkpoint's, under either of its names")
    func activations() throws {
        for entry in try CardReference().entries {
            guard let card = ModelCard.pair("\(entry.architecture)/\(entry.tag)") else { continue }
            #expect(card.activation == (entry.isQuick ? .quickGELU : .gelu), "\(card.pair)")
            guard card.isTwin else { continue }
            let first = try #require(ModelCard.hub(card.hubID))
            #expect(first.tag == card.tag && !first.isTwin)
            #expect(first.imageNetTop1 == card.imageNetTop1)
        }
        #expect(ModelCard.all.filter(\.isTwin).count == 26)
        // Measured with the other activation it is 60.2 %.
        #expect(ModelCard.pair("ViT-B-32/laion400m_e32")?.imageNetTop1 == 0.6293)
        #expect(ModelCard.pair("ViT-B-32/laion2b_s34b_b79k")?.activation == .gelu)
    }

    @Test("mean, deviation and way to a square are the checkpoint's")
    func preprocessing() throws {
        let half = try #require(ModelCard.pair("ViT-L-14/laion2b_s32b_b82k"))
        #expect(half.mean == [0.5, 0.5, 0.5] && half.standardDeviation == [0.5, 0.5, 0.5])
        #expect(ModelCard.vitL14.mean == [0.48145466, 0.4578275, 0.40821073])
        #expect(ModelCard.pair("ViT-H-14/dfn5b")?.resizeMode == .squash)
        #expect(ModelCard.vitB32.resizeMode == .shortest)
    }

    @Test(
        "a checkpoint is found by any of its names",
        arguments: [
            ("ViT-B/32", "ViT-B-32/openai"), ("RN50x64", "RN50x64/openai"),
            ("ViT-L/14@336px", "ViT-L-14-336/openai"), ("ViT-B-32/openai", "ViT-B-32/openai"),
            ("ViT-B-32-quickgelu:openai", "ViT-B-32-quickgelu/openai"),
            ("ViT-B/32:openai", "ViT-B-32/openai"), ("ViT-B-32::openai", "ViT-B-32/openai"),
            ("ViT-B-32__openai", "ViT-B-32/openai"),
            ("ViT-B-32__laion2b-s34b_b79k", "ViT-B-32/laion2b_s34b_b79k"),
            ("ViT-L-14,datacomp_xl_s13b_b90k", "ViT-L-14/datacomp_xl_s13b_b90k"),
            ("openai/clip-vit-base-patch32", "ViT-B-32/openai"),
            ("laion/CLIP-ViT-B-32-laion2B-s34B-b79K", "ViT-B-32/laion2b_s34b_b79k"),
            ("timm/resnet50_clip.openai", "RN50/openai"),
        ])
    func names(name: String, pair: String) {
        #expect(ModelCard.find(name)?.pair == pair)
    }

    @Test("hub ids lead to one checkpoint each, apart from second names")
    func hubIDs() {
        let ids = ModelCard.all.filter { !$0.isTwin }.map(\.hubID)
        #expect(Set(ids).count == ids.count)
        for card in ModelCard.all { #expect(ModelCard.hub(card.hubID)?.tag == card.tag) }
    }

    @Test("what is refused is refused by name, with the reason")
    func refusals() throws {
        let siglip = try #require(ModelCard.refusal(of: "ViT-B-16-SigLIP/webli"))
        #expect(
            siglip.reason == "its image tower is timm's vit_base_patch16_siglip_224, not one of CLIP's own")
        #expect(ModelCard.refusal(of: "timm/ViT-B-16-SigLIP")?.pair == "ViT-B-16-SigLIP/webli")
        #expect(
            ModelCard.refusal(of: "ViT-H-14-worldwide::metaclip2_worldwide")?.reason.contains("xlm-v") == true
        )
        #expect(ModelCard.refusal(of: "ViT-B-32/openai") == nil)
        #expect(ModelCard.find("ViT-B-16-SigLIP/webli") == nil)
    }

    @Test("a near miss suggests the right name, nonsense nothing")
    func nearest() {
        #expect(ModelCard.nearestNames(to: "ViT-B32").first == "ViT-B/32")
        #expect(ModelCard.nearestNames(to: "RN5O").first == "RN50")
        #expect(ModelCard.nearestNames(to: "openai/clip-vit-base-32").first == "openai/clip-vit-base-patch32")
        #expect(ModelCard.nearestNames(to: "ViT-B-32/laion2b_s34b_b79").first == "ViT-B-32/laion2b_s34b_b79k")
        #expect(ModelCard.nearestNames(to: "a photo of a cat on a mat").isEmpty)
    }

    @Test("published digests are digests, and lead to the checkpoint")
    func digests() {
        let digest = "40d365715913c9da98579312b702a82c18be219cc2a73407c4526f58eba950af"
        #expect(ModelCard.vitB32.archive?.sha256Prefix == digest)
        #expect(ModelCard.archive(sha256: digest) == .vitB32)
        #expect(ModelCard.archive(sha256: String(repeating: "0", count: 64)) == nil)
        for card in ModelCard.all {
            guard let prefix = card.archive?.sha256Prefix, !prefix.isEmpty else { continue }
            #expect(prefix.allSatisfy { $0.isHexDigit && !$0.isUppercase }, "\(card.pair)")
            #expect(prefix.count == (card.tag == "openai" ? 64 : 8), "\(card.pair)")
            if prefix.count == 64 { #expect(ContentDigest(hex: prefix)?.hex == prefix) }
        }
    }
}
