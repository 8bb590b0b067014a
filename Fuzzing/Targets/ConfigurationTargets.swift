import CLIP
import CLIPImages
import CLIPNumerics
import CLIPWeights

extension FuzzTarget {
    private static let words = [
        "\"embed_dim\":", "\"vision_cfg\":{", "\"text_cfg\":{", "\"layers\":[", "\"head_width\":",
        "\"mlp_ratio\":",
        "\"width\":", "\"patch_size\":", "\"image_size\":[", "\"context_length\":", "\"vocab_size\":",
        "\"heads\":",
        "\"quick_gelu\":true", "\"preprocess_cfg\":{", "\"resize_mode\":\"longest\"",
        "\"interpolation\":\"bicubic\"",
        "\"mean\":[", "\"std\":0", "\"fill_color\":", "\"size\":{\"shortest_edge\":",
        "\"crop_size\":{\"height\":",
        "\"resample\":3", "\"do_resize\":", "\"do_center_crop\":", "\"do_rescale\":", "\"rescale_factor\":",
        "\"text_config\":{", "\"vision_config\":{", "\"hidden_size\":", "\"num_attention_heads\":",
        "\"num_hidden_layers\":", "\"intermediate_size\":", "\"hidden_act\":\"gelu\"",
        "\"layer_norm_eps\":1e-05",
        "\"eos_token_id\":2", "\"projection_dim\":", "null", "1e308", "-1", "1000000", "0.5",
    ]

    /// OpenCLIP's configuration, and Hugging Face's pair of files with a zero byte between them.
    static let configurations = [
        FuzzTarget(
            "open-clip-config",
            seeds: [
                "Sources/CCLIPBundledModel/Model/open_clip_config.json",
                "Tests/Goldens/networks/resnet/open_clip_config.json",
                "Tests/Goldens/networks/vit-gelu/open_clip_config.json",
                "Tests/Goldens/hostile/open-clip-config",
            ], words: words
        ) { bytes in
            opens([
                "open_clip_config.json": bytes,
                "open_clip_model.safetensors": ConfigurationSamples.weights("a"),
            ])
        },
        FuzzTarget("hugging-face-config", seeds: ["Tests/Goldens/hostile/hugging-face-config"], words: words)
        {
            bytes in
            let parts = ByteSource.parts(bytes, 2)
            return opens([
                "config.json": parts[0],
                "preprocessor_config.json": parts[1].isEmpty ? ConfigurationSamples.preprocessor : parts[1],
                "model.safetensors": ConfigurationSamples.weights("a"),
            ])
        },
    ]

    private static let compute = Compute(threads: 1)

    /// Opens files as a model's folder and compares its configuration with its weights, as loading does.
    ///
    /// - Returns: whether the configuration was understood.
    static func opens(_ files: [String: [UInt8]]) -> Bool {
        var buffers: [String: UnsafeMutableRawBufferPointer] = [:]
        // A vocabulary is there, so that none is asked for; it is read later than all that is tried here.
        for (name, bytes) in files.merging(["vocab.json": [], "merges.txt": []], uniquingKeysWith: { $1 }) {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
            buffer.copyBytes(from: bytes)
            buffers[name] = buffer
        }
        defer { buffers.values.forEach { $0.deallocate() } }
        var all = files
        // A vocabulary of a few tokens is no reason to refuse what else a configuration says.
        all["vocab.json"] = nil
        guard
            let folder = try? ModelFolder(
                .memory(name: "input", files: buffers.mapValues { UnsafeRawBufferPointer($0) }))
        else { return false }
        precondition(folder.configuration.parameterCount > 0)
        _ = folder.preprocessing.map { Preprocessing($0) }
        do { _ = try ModelWeights(folder, compute) } catch { precondition(!"\(error)".isEmpty) }
        return true
    }
}

/// Sound files that stand beside the one that is tried.
enum ConfigurationSamples {
    static let huggingFace = Array(
        """
        {"model_type": "clip", "projection_dim": 8, "text_config": {"hidden_size": 16, "num_attention_heads": 2,
        "num_hidden_layers": 1, "intermediate_size": 32}, "vision_config": {"hidden_size": 16, "image_size": 32,
        "num_attention_heads": 2, "num_hidden_layers": 1, "intermediate_size": 32, "patch_size": 16}}
        """.utf8)

    static let preprocessor = Array(#"{"size": {"shortest_edge": 32}, "crop_size": 32}"#.utf8)

    /// A safetensors file of one small tensor.
    static func weights(_ name: String) -> [UInt8] {
        let header = Array("{\"\(name)\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}".utf8)
        return [UInt8(header.count), 0, 0, 0, 0, 0, 0, 0] + header + [1, 2]
    }
}
