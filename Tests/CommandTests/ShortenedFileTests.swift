import CLIPTestSupport
import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("Files that change under a run")
struct ShortenedFileTests {
    /// A model above 16 MiB, so that its file is mapped; nearly all weights are zeros that no disk has to hold.
    private func addLargeModel(_ command: Command) throws {
        let source = Golden.folder + "/networks/vit-gelu"
        for name in ["vocab.json", "merges.txt"] {
            try command.add("model/\(name)", try Data(contentsOf: URL(fileURLWithPath: "\(source)/\(name)")))
        }
        try command.add(
            "model/open_clip_config.json",
            """
            {"model_cfg": {"embed_dim": 32, "vision_cfg": {"image_size": 32, "patch_size": 32, "width": 768,
            "layers": 1}, "text_cfg": {"context_length": 12, "vocab_size": 600, "width": 64, "heads": 1, "layers": 1}}}
            """)
        var tensors: [(name: String, shape: [Int])] = [
            ("logit_scale", []), ("positional_embedding", [12, 64]), ("text_projection", [64, 32]),
            ("token_embedding.weight", [600, 64]), ("ln_final.weight", [64]), ("ln_final.bias", [64]),
            ("visual.class_embedding", [768]), ("visual.positional_embedding", [2, 768]),
            ("visual.conv1.weight", [768, 3, 32, 32]), ("visual.proj", [768, 32]),
        ]
        for norm in ["ln_pre", "ln_post"] {
            tensors += [("visual.\(norm).weight", [768]), ("visual.\(norm).bias", [768])]
        }
        for (path, width) in [("visual.transformer", 768), ("transformer", 64)] {
            let block = "\(path).resblocks.0."
            for norm in ["ln_1", "ln_2"] {
                tensors += [(block + norm + ".weight", [width]), (block + norm + ".bias", [width])]
            }
            tensors += [
                (block + "attn.in_proj_weight", [3 * width, width]),
                (block + "attn.in_proj_bias", [3 * width]),
                (block + "attn.out_proj.weight", [width, width]), (block + "attn.out_proj.bias", [width]),
                (block + "mlp.c_fc.weight", [4 * width, width]), (block + "mlp.c_fc.bias", [4 * width]),
                (block + "mlp.c_proj.weight", [width, 4 * width]), (block + "mlp.c_proj.bias", [width]),
            ]
        }
        var (entries, end) = ([String](), 0)
        var ones: [(at: Int, count: Int)] = []
        for (name, shape) in tensors {
            let next = end + 4 * shape.reduce(1, *)
            // Pictures get a vector, the same one each, from the last norm's offset and the projection.
            if name == "visual.ln_post.bias" || name == "visual.proj" { ones.append((end, 768)) }
            entries.append(
                "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":[\(end),\(next)]}")
            end = next
        }
        let header = Array("{\(entries.joined(separator: ","))}".utf8)
        let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
        try command.add("model/open_clip_model.safetensors", Data(length + header))
        let path = "\(command.folder.path)/model/open_clip_model.safetensors"
        #expect(truncate(path, off_t(8 + header.count + end)) == 0 && end > 16 << 20)
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        for (at, count) in ones {
            try file.seek(toOffset: UInt64(8 + header.count + at))
            try file.write(contentsOf: [Float](repeating: 1, count: count).withUnsafeBytes { Data($0) })
        }
        try file.close()
    }

    @Test("weights that are shortened while they are mapped end the run with a sentence, not with a signal")
    func weights() throws {
        let command = Command()
        try addLargeModel(command)
        try command.addPictures(1)
        // The model is loaded before the list is opened; its image tower is read when the first picture comes.
        let line = { (change: String) in
            """
            rm -f list x.npy*; mkfifo list
            "$SWIFT_CLIP" embed --model model --paths-from list -o x.npy -q & run=$!
            exec 3> list; \(change); echo pictures/1000.jpg >&3; exec 3>&-; wait $run
            """
        }
        let undisturbed = try command.shell(line("true"))
        #expect(undisturbed.status == 0, "\(undisturbed)")
        // Replaced by renaming, the run goes on with the file that it has.
        let renamed = try command.shell(
            line("cp model/open_clip_model.safetensors new; mv new model/open_clip_model.safetensors"))
        #expect(renamed.status == 0, "\(renamed)")
        let shortened = try command.shell(line("truncate -s 8192 model/open_clip_model.safetensors"))
        #expect(shortened.status == 1)
        #expect(
            shortened.notes.last?.hasPrefix("error: a file of the model was shortened while it was in use")
                == true,
            "\(shortened)")
        #expect(!command.has("x.npy"))
    }

    @Test("a picture that is shortened while it is read is a cut picture, and the rest is done")
    func pictures() throws {
        let command = Command()
        try command.addPictures(2)
        _ = try command.shell(
            "cp --remove-destination first.jpg pictures/1000.jpg; truncate -s 2000 pictures/1000.jpg")
        let result = try command.run([
            "classify", "pictures", "--labels", "cat,hat", "--format", "jsonl", "-q",
        ])
        #expect(result.status == 3 && result.errors.contains("skipped pictures/1000.jpg: cut JPEG"))
    }

    #if os(Linux)
        @Test("a list of paths that breaks off is named, and what came before is done")
        func list() throws {
            let command = Command()
            try command.addPictures(2)
            // A connection that is reset: its other end is closed with something unread in it.
            var ends: [Int32] = [0, 0]
            #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
            let line = "pictures/1000.jpg\n"
            #expect(write(ends[0], line, line.utf8.count) == line.utf8.count && write(ends[1], "x", 1) == 1)
            close(ends[0])
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Command.path)
            process.arguments = [
                "classify", "--paths-from", "-", "--labels", "cat,hat", "--format", "jsonl", "-q",
                "--no-cache",
            ]
            process.currentDirectoryURL = URL(fileURLWithPath: command.folder.path)
            let (output, errors) = (Pipe(), Pipe())
            process.standardInput = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
            (process.standardOutput, process.standardError) = (output, errors)
            try process.run()
            let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            let lines = try Command.lines(
                String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
            process.waitUntilExit()
            #expect(process.terminationStatus == 3)
            #expect(
                said.contains("skipped standard input: cannot read it: Connection reset by peer"), "\(said)")
            #expect(
                lines.contains { $0["image"] as? String == "pictures/1000.jpg" && $0["predictions"] != nil })
        }
    #endif
}
