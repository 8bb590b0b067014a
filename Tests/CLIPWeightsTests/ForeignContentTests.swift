import CLIPTestSupport
import Testing

@testable import CLIPWeights

@Suite("Files that are no weights")
struct ForeignContentTests {
    private static let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"

    /// `bytes`, and zeros up to a length.
    private static func file(_ bytes: [UInt8], _ length: Int = 600) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: max(length - bytes.count, 0))
    }

    private static func file(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test(
        "each is refused with what it is, what was expected, and what to do",
        arguments: [
            (file("<!DOCTYPE html><html></html>"), "a page of HTML", "fetch it again"),
            (file("\u{FEFF}\n  <html lang=\"en\">"), "a page of HTML", "failed or needs an account"),
            (file("<?xml version=\"1.0\"?><Error/>"), "a page of HTML or XML", "fetch it again"),
            (file([0x50, 0x4B, 5, 6], 22), "a zip archive with nothing in it", "fetch or save it again"),
            (file([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]), "a picture (PNG)", "give the model's file"),
            (file([0xFF, 0xD8, 0xFF, 0xE0]), "a picture (JPEG)", "give the model's file"),
            (file("RIFF____WEBPVP8 "), "a picture (WebP)", "give the model's file"),
            (file([0x1F, 0x8B, 8]), "packed with gzip", "unpack it first"),
            (file([0x28, 0xB5, 0x2F, 0xFD]), "packed with zstd", "unpack it first"),
            (file("GGUF\u{3}"), "GGUF, which is not read", "take the model in one of those forms"),
            (file([8, 7, 0x12, 7] + Array("pytorch".utf8)), "a graph of ONNX", "take the model"),
            (file([0x93] + Array("NUMPY".utf8)), "an array of NumPy's", "take the model"),
            (file("{\"embed_dim\": 512}"), "JSON", "the file of weights beside it"),
            (file("Entry not found"), "a text", "look at what comes"),
            ([UInt8](), "it is empty", "fetch it again"),
            (file([0], 512), "nothing but zeros", "fetch it again"),
        ])
    func refused(bytes: [UInt8], what: String, remedy: String) {
        let error = #expect(throws: WeightError.self) { try withWeightFile(bytes) { _ in } }
        let message = error?.message ?? ""
        #expect(error?.code == .unsupported && message.hasPrefix("memory: "), "\(message)")
        #expect(message.contains(what) && message.contains(remedy), "\(message)")
        #expect(message.contains("where safetensors or a PyTorch archive were expected"), "\(message)")
    }

    @Test("a pointer of Git LFS, a tar archive and a foreign pickle say what made them")
    func others() {
        var tar = [UInt8](repeating: 0, count: 512)
        tar.replaceSubrange(257..<262, with: Array("ustar".utf8))
        for (bytes, what) in [
            (
                Self.file(Self.pointer),
                "a pointer of Git LFS, not the file itself; fetch it with git lfs pull"
            ),
            (tar, "a tar archive"), ([0x80, 4, 0x4B, 1, 0x2E], "a pickle that torch.save did not write"),
        ] {
            let error = #expect(throws: WeightError.self) { try withWeightFile(bytes) { _ in } }
            #expect(error?.message.contains(what) == true, "\(error?.message ?? "")")
        }
    }

    @Test("a header of safetensors is never taken for something else, whatever its length looks like")
    func headers() throws {
        for length in [0x1F + 0x8B << 8, 0x3C, 0x7B, 0x5B, 0x41] {
            let header = "{}" + String(repeating: " ", count: length - 2)
            try withWeightFile(safetensorsBytes(header, data: 0)) { #expect($0.format == .safetensors) }
        }
    }
}
