import CLIP
import CLIPTestSupport
import Testing

@testable import CLIPHub

@Suite("What a model's name means")
struct ReferenceTests {
    private func parse(_ text: String, here: Set<String> = []) throws(HubError) -> ModelReference {
        try ModelReference.parse(text, ["pocket"]) { here.contains($0) }
    }

    @Test(
        "a repository, a paper's name and OpenCLIP's pair in every spelling",
        arguments: [
            ("openai/clip-vit-base-patch32", "openai/clip-vit-base-patch32", "main"),
            ("laion/CLIP-ViT-B-32-laion2B-s34B-b79K", "laion/CLIP-ViT-B-32-laion2B-s34B-b79K", "main"),
            ("somebody/model@v1", "somebody/model", "v1"),
            ("somebody/model@refs/pr/3", "somebody/model", "refs/pr/3"),
            ("hf-hub:somebody/model@v1", "somebody/model", "v1"),
            ("hf-hub:bare-name", "bare-name", "main"),
            ("hf_clip:openai/clip-vit-base-patch32", "openai/clip-vit-base-patch32", "main"),
            ("ViT-B/32", "timm/vit_base_patch32_clip_224.openai", "main"),
            ("vit-b/32", "timm/vit_base_patch32_clip_224.openai", "main"),
            ("RN50", "timm/resnet50_clip.openai", "main"),
            ("ViT-L/14@336px", "timm/vit_large_patch14_clip_336.openai", "main"),
            ("ViT-L/14@336px@v1", "timm/vit_large_patch14_clip_336.openai", "v1"),
            (
                "RN50@0123456789012345678901234567890123456789", "timm/resnet50_clip.openai",
                "0123456789012345678901234567890123456789"
            ),
            ("ViT-B-32/laion2b_s34b_b79k", "laion/CLIP-ViT-B-32-laion2B-s34B-b79K", "main"),
            ("ViT-B-32::openai", "timm/vit_base_patch32_clip_224.openai", "main"),
            ("ViT-B-32__openai", "timm/vit_base_patch32_clip_224.openai", "main"),
            ("ViT-B-32,laion2b_s34b_b79k", "laion/CLIP-ViT-B-32-laion2B-s34B-b79K", "main"),
            ("ViT-B-32:openai", "timm/vit_base_patch32_clip_224.openai", "main"),
            ("open_clip:ViT-B-32/openai", "timm/vit_base_patch32_clip_224.openai", "main"),
            ("ViT-B-32-quickgelu/openai@v2", "timm/vit_base_patch32_clip_224.openai", "v2"),
            ("https://huggingface.co/openai/clip-vit-base-patch32", "openai/clip-vit-base-patch32", "main"),
            (
                "https://huggingface.co/openai/clip-vit-base-patch32/?x=1#y", "openai/clip-vit-base-patch32",
                "main"
            ),
            ("http://hf.co/somebody/model/tree/v1", "somebody/model", "v1"),
            ("huggingface.co/somebody/model", "somebody/model", "main"),
        ])
    func hub(text: String, id: String, revision: String) throws {
        let reference = try parse(text)
        guard case .hub(let model) = reference.place else {
            Issue.record("\(text) is no repository")
            return
        }
        #expect(model.id.description == id && model.revision == revision)
        #expect(reference.description == text)
    }

    @Test(
        "a path is one by its beginning, or because it is there; then it wins over a name",
        arguments: [
            ("/data/model", "/data/model"), ("./pocket", "./pocket"), ("../x@v1", "../x@v1"), (".", "."),
            ("local-dir:models/mine", "models/mine"), ("ViT-B/32", "ViT-B/32"),
            ("models/mine", "models/mine"),
            ("weights.pt", "weights.pt"), ("RN50", "RN50"),
        ])
    func paths(text: String, path: String) throws {
        #expect(
            try parse(text, here: ["ViT-B/32", "models/mine", "weights.pt", "RN50"]).place == .path(path))
    }

    @Test("a home's path is spelled out")
    func home() throws {
        let home = try #require(SystemFiles.environment("HOME"))
        #expect(try parse("~/models/mine").place == .path(home + "/models/mine"))
    }

    @Test(
        "what means nothing is refused with what it may have been",
        arguments: [
            ("ViT-B/33", "ViT-B/32"), ("vitb32", "ViT-B/32"), ("RN51", "RN50"), ("pockte", "pocket"),
            ("ViT-B-32", "ViT-B-32/laion2b_s34b_b79k"),
            ("ViT-B-32/laion2b_s34b_b79", "ViT-B-32/laion2b_s34b_b79k"),
            ("ViT-B-32::opnai", "ViT-B-32/openai"), ("open_clip:ViT-B-32/nothing", "models list --all"),
            ("hf-hub:a b/c", "ORG/NAME"), ("hf-hub:a/b/c", "ORG/NAME"), ("hf-hub:-a/b", "ORG/NAME"),
            ("hf-hub:a--b/c", "ORG/NAME"), ("RN50@", "behind the @"), ("somebody/model@../x", "ORG/NAME"),
            ("", "empty"),
            ("https://huggingface.co/a/b/blob/main/model.safetensors", "name the whole model as a/b"),
            ("https://huggingface.co/a/b/resolve/v1/x.pt", "name the whole model as a/b@v1"),
            ("https://huggingface.co/a/b/tree/refs/pr/3", "name the whole model as a/b"),
            ("https://huggingface.co/a/b/discussions", "name the model as a/b"),
            ("https://huggingface.co/datasets/a/b", "this page is no model's"),
            ("https://huggingface.co/a", "this page is no model's"), ("https://", "addresses are not"),
            ("https://example.org/model.pt", "download the file and give its path"),
            (
                "https://openaipublic.azureedge.net/clip/models/"
                    + "40d365715913c9da98579312b702a82c18be219cc2a73407c4526f58eba950af/ViT-B-32.pt",
                "this one is known as ViT-B/32"
            ),
        ])
    func refused(text: String, hint: String) {
        let error = #expect(throws: HubError.self) { try parse(text) }
        #expect(error?.code == .badName)
        #expect(error?.message.contains(hint) == true, "\(error?.message ?? "")")
    }

    @Test(
        "what open_clip lists and this software does not load is refused with the reason, before anything is downloaded"
    )
    func unsupported() throws {
        for refused in [ModelCard.refused.first, ModelCard.refused.last].compactMap({ $0 }) {
            let error = #expect(throws: HubError.self) { try parse(refused.pair) }
            #expect(error?.code == .unsupported && error?.message.contains(refused.reason) == true)
        }
    }

    @Test("every card can be asked for by its names and gives its repository")
    func cards() throws {
        for card in ModelCard.all {
            for name in [card.paperName, card.pair].compactMap({ $0 }) {
                guard case .hub(let model) = try parse(name).place else {
                    Issue.record("\(name) is no repository")
                    continue
                }
                #expect(model.id.description == card.hubID, "\(name)")
            }
            #expect(try ModelReference(card).card == card)
        }
    }

    @Test("a published checkpoint's activation is asked of its files")
    func activation() throws {
        #expect(try parse("ViT-B/32").completing(.init()).activation == .quickGELU)
        #expect(try parse("ViT-B-32/laion2b_s34b_b79k").completing(.init()).activation == .gelu)
        #expect(try parse("somebody/model").completing(.init()).activation == nil)
    }
}
