import CLIPTestSupport
import Testing

@testable import CLIP

/// Opens a model's folder whose files are given as text, in memory that lives as long as the call.
func withFolder<Result>(
    _ files: [String: String], _ options: LoadingOptions = LoadingOptions(),
    body: (ModelFolder) throws -> Result
) throws -> Result {
    var buffers: [UnsafeMutableRawBufferPointer] = []
    defer { buffers.forEach { $0.deallocate() } }
    let pointers = files.mapValues { text in
        let bytes = Array(text.utf8)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        buffer.copyBytes(from: bytes)
        buffers.append(buffer)
        return UnsafeRawBufferPointer(buffer)
    }
    return try body(ModelFolder(.memory(name: "folder", files: pointers), options: options))
}

/// An OpenCLIP folder with these fields in its configuration; the weights are empty.
func withOpenCLIP<Result>(
    model: String = "", vision: String = #""patch_size": 32"#, text: String = "", preprocess: String? = nil,
    _ body: (ModelFolder) throws -> Result
) throws -> Result {
    let pieces = [
        #""embed_dim": 512"#, model, #""vision_cfg": {\#(vision)}"#, #""text_cfg": {\#(text)}"#,
    ].filter { !$0.isEmpty }
    let preprocess = preprocess.map { #", "preprocess_cfg": {\#($0)}"# } ?? ""
    return try withFolder(
        [
            "open_clip_config.json": #"{"model_cfg": {\#(pieces.joined(separator: ", "))}\#(preprocess)}"#,
            "open_clip_model.safetensors": "",
        ], body: body)
}

/// A Hugging Face folder with these fields in its configurations; the weights are empty.
func withHuggingFace<Result>(
    model: String = #""model_type": "clip", "#, vision: String = "", text: String = "",
    preprocess: String = "",
    _ body: (ModelFolder) throws -> Result
) throws -> Result {
    try withFolder(
        [
            "config.json": #"{\#(model)"vision_config": {\#(vision)}, "text_config": {\#(text)}}"#,
            "preprocessor_config.json": "{\(preprocess)}", "model.safetensors": "",
        ], body: body)
}
