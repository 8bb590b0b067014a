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

@Suite("models convert, verify, diff and info")
struct ConversionCommandTests {
    private static func golden(_ name: String) -> String { Golden.folder + "/networks/" + name }

    @Test("a converted folder, its report, and the way back")
    func convert() throws {
        let command = Command()
        let golden = Self.golden("vit-quickgelu")
        let there = try command.run(
            ["models", "convert", golden, "hf", "--to", "hf", "--format", "json"])
        #expect(there.status == 0)
        let report = try there.json()
        #expect(report["layout"] as? String == "huggingFace" && report["space_kept"] as? Bool == false)
        #expect(report["differences"] as? [String] == ["tokenizer"])
        let names = (report["files"] as? [[String: Any]])?.compactMap { $0["name"] as? String }
        #expect(
            names == [
                "config.json", "preprocessor_config.json", "vocab.json", "merges.txt",
                "tokenizer_config.json",
                "model.safetensors",
            ])
        // What the layout itself decides is told.
        #expect(there.notes.contains { $0.hasPrefix("crops: Hugging Face rounds") })
        #expect(there.notes.contains { $0.hasPrefix("texts: transformers' tokenizer") })
        let back = try command.run(["models", "convert", "hf", "back", "--to", "openclip"])
        #expect(back.status == 0 && back.output.contains("open_clip_model.safetensors"))
        let same = try command.run(["models", "diff", golden, "back", "--format", "json"])
        #expect(same.status == 0)
        #expect(try same.json()["equal"] as? Bool == true)
        #expect(
            try command.file("back/vocab.json")
                == Data(contentsOf: URL(fileURLWithPath: golden + "/vocab.json")))
    }

    @Test("a folder stays unless --overwrite is given, and then only a model's goes")
    func overwriting() throws {
        let command = Command()
        let convert = ["models", "convert", Self.golden("vit-quickgelu"), "out", "--to"]
        #expect(try command.run(convert + ["openclip"]).status == 0)
        let again = try command.run(convert + ["hf"])
        #expect(again.status == 1 && again.errors.contains("out is there already"))
        #expect(command.has("out/open_clip_config.json"))
        #expect(try command.run(convert + ["hf", "--overwrite"]).status == 0)
        #expect(command.has("out/config.json") && !command.has("out/open_clip_config.json"))
        try command.add("mine/notes.txt", "dear diary")
        let refused = try command.run(
            ["models", "convert", Self.golden("resnet"), "mine", "--to", "openclip", "--overwrite"])
        #expect(refused.status == 1 && refused.errors.contains("which is no file of a model"))
        #expect(command.has("mine/notes.txt"))
    }

    @Test("what cannot be written in the other layout ends with status 1 and the reason")
    func refused() throws {
        let command = Command()
        let result = try command.run(["models", "convert", Self.golden("resnet"), "out", "--to", "hf"])
        #expect(result.status == 1 && result.errors.contains("no class for CLIP's ResNets"))
        #expect(!command.has("out"))
        #expect(
            try command.run(["models", "convert", Self.golden("resnet"), "", "--to", "openclip"]).status == 64
        )
    }

    @Test("a full disk leaves nothing, and what was there stays")
    func fullDisk() throws {
        let command = Command()
        let convert = "models convert \(Self.golden("vit-quickgelu")) out --to openclip"
        #expect(try command.shell("\"$SWIFT_CLIP\" \(convert)").status == 0)
        let before = try command.file("out/open_clip_model.safetensors")
        for blocks in [0, 200] {
            let result = try command.shell(
                "(ulimit -f \(blocks); TMPDIR=/nowhere exec \"$SWIFT_CLIP\" \(convert) --overwrite) 2>&1 | cat; "
                    + "exit ${PIPESTATUS[0]}")
            #expect(result.status == 1)
            #expect(result.output.contains("out/open_clip_") && result.output.contains("File too large"))
            #expect(!result.output.contains(".part"), "\(result.output)")
        }
        #expect(try command.file("out/open_clip_model.safetensors") == before)
        #expect(try command.shell("ls -d out.* out/*.part").output.isEmpty)
    }

    @Test(
        "Ctrl-C leaves the old folder or the new one, and nothing else", arguments: [0, 5, 20, 50, 90, 150])
    func interruption(milliseconds: Int) throws {
        let command = Command()
        let run = try command.start(["models", "convert", Self.golden("vit-quickgelu"), "out", "--to", "hf"])
        usleep(UInt32(milliseconds * 1000))
        kill(run.process.processIdentifier, SIGINT)
        let result = run.finish()
        #expect([130, -2, 0].contains(result.status), "\(result.status) \(result.errors)")
        if command.has("out") { #expect(try command.run(["models", "verify", "out"]).status == 0) }
        #expect(try command.shell("ls -d out.*").output.isEmpty)
    }

    @Test("what a killed run left beside its folder goes with the next one")
    func killed() throws {
        let command = Command()
        let arguments = ["models", "convert", Self.golden("vit-quickgelu"), "out", "--to", "hf"]
        // Killed at the first file that it writes, which is too late to clean up.
        let killed = try command.shell(
            """
            "$SWIFT_CLIP" \(arguments.joined(separator: " ")) & pid=$!
            until ls -d out.$pid-*.part out 2>/dev/null | grep -q .; do :; done
            kill -STOP $pid; kill -9 $pid; wait $pid; mkdir -p out.$pid-0.part; ls -d out.*
            """)
        #expect(killed.output.contains(".part"))
        #expect(try command.run(arguments + ["--overwrite"]).status == 0)
        #expect(try command.shell("ls -d out out.*").output == "out\n")
    }

    @Test("verify tells sound models from damaged ones")
    func verify() throws {
        let command = Command()
        let golden = Self.golden("vit-quickgelu")
        let sound = try command.run(["models", "verify", golden, "--format", "json"])
        #expect(sound.status == 0)
        let report = try sound.json()
        #expect(report["sound"] as? Bool == true)
        let files = try #require(report["files"] as? [[String: Any]])
        #expect(files.contains { $0["name"] as? String == "open_clip_model.safetensors" })
        #expect(files.allSatisfy { $0["verdict"] as? String == "unknown" })
        #expect((files[0]["sha256"] as? String)?.count == 64)
        // One exponent's worth of ones in the middle of a tensor: a number that is none.
        let name = "open_clip_model.safetensors"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: "\(golden)/\(name)"))
        bytes.replaceSubrange(bytes.count - 8..<bytes.count, with: [0, 0, 0xC0, 0x7F, 0, 0, 0xC0, 0x7F])
        for file in try FileManager.default.contentsOfDirectory(atPath: golden) where file != name {
            try command.add("damaged/\(file)", Data(contentsOf: URL(fileURLWithPath: "\(golden)/\(file)")))
        }
        try command.add("damaged/\(name)", bytes)
        let damaged = try command.run(["models", "verify", "damaged"])
        #expect(
            damaged.status == 1 && damaged.errors.contains("is not sound")
                && damaged.errors.contains("holds nan"))
        try command.add("damaged/\(name)", bytes.dropLast(100))
        #expect(try command.run(["models", "verify", "damaged"]).errors.contains("truncated"))
    }

    @Test("verify does not take weights of zeros for a sound model")
    func verifyZeros() throws {
        let command = Command()
        let name = "open_clip_model.safetensors"
        _ = try command.shell("cp -r \(Self.golden("vit-quickgelu")) zeros; chmod -R u+w zeros")
        var bytes = [UInt8](try command.file("zeros/\(name)"))
        let header = 8 + Int(bytes[0]) + Int(bytes[1]) << 8 + Int(bytes[2]) << 16
        for index in header..<bytes.count { bytes[index] = 0 }
        try command.add("zeros/\(name)", Data(bytes))
        let result = try command.run(["models", "verify", "zeros"])
        #expect(result.status == 1 && result.errors.contains("zeros is not sound"))
        #expect(result.errors.contains("is all zeros") && result.errors.contains("the weights are damaged"))
        let report = try command.run(["models", "verify", "zeros", "--format", "json"]).json()
        #expect(report["sound"] as? Bool == false)
    }

    @Test("verify compares files of the hub's cache with the digests in their names")
    func verifyCache() throws {
        let command = Command()
        let golden = Self.golden("vit-quickgelu")
        let folder = "cache/models--a--b/snapshots/0123456789012345678901234567890123456789"
        // git hash-object: a small file's name in the cache; sha256sum: a large one's.
        let made = try command.shell(
            """
            mkdir -p \(folder) cache/models--a--b/blobs; cd \(folder)
            for file in \(golden)/*; do name=$(basename $file)
                case $name in *.safetensors) digest=$(sha256sum $file | cut -c1-64);;
                    *) digest=$(printf 'blob %s\\0' $(stat -c %s $file) | cat - $file | sha1sum | cut -c1-40);; esac
                cp $file ../../blobs/$digest; ln -s ../../blobs/$digest $name; done
            """)
        #expect(made.status == 0, "\(made.errors)")
        let right = try command.run(["models", "verify", "./" + folder, "--format", "json"])
        #expect(right.status == 0)
        let files = try #require(try right.json()["files"] as? [[String: Any]])
        #expect(!files.isEmpty && files.allSatisfy { $0["verdict"] as? String == "hub" })
        _ = try command.shell("printf ' ' >> \(folder)/merges.txt")
        let wrong = try command.run(["models", "verify", "./" + folder])
        #expect(wrong.status == 1 && wrong.errors.contains("merges.txt: not what the hub has"))
        #expect(wrong.output.contains("NOT as the hub has it"))
    }

    @Test(
        "diff lists settings and tensors, ends with 4 where embeddings differ, and looks at values, not types"
    )
    func diff() throws {
        let command = Command()
        let golden = Self.golden("vit-gelu")
        #expect(
            try command.run([
                "models", "convert", Self.golden("vit-gelu-f16"), "wide", "--to", "openclip", "--dtype",
                "f32",
            ])
            .status == 0)
        let same = try command.run(["models", "diff", Self.golden("vit-gelu-f16"), "wide"])
        #expect(same.status == 0 && same.output.contains("stored in another type); the same space"))
        let rounded = try command.run(["models", "diff", golden, "wide", "--format", "json"])
        #expect(rounded.status == 4)
        let report = try rounded.json()
        #expect(report["equal"] as? Bool == false)
        let largest = try #require(report["largest"] as? Double)
        #expect(largest > 1e-6 && largest < 1e-2)
        let other = try command.run(["models", "diff", golden, Self.golden("vit-quickgelu")])
        #expect(other.status == 4 && other.output.contains("configuration: text activation"))
        #expect(other.output.contains("another space: it differs by image tower, text tower, architecture"))
    }

    @Test("info says family, types of numbers and licence")
    func info() throws {
        let command = Command()
        let golden = Self.golden("vit-gelu-bf16")
        let info = try command.run(["models", "info", golden, "--format", "json"]).json()
        #expect(
            info["dtype"] as? [String] == ["BF16"] && info["family"] is NSNull && info["licence"] is NSNull)
        let table = try command.run(["models", "info", golden]).output
        #expect(table.contains("unknown") && !table.contains("null"))
        let csv = try command.run(["models", "info", golden, "--format", "csv"]).output
        #expect(csv.contains("licence,\r\n") || csv.contains("licence,\n"))
        #expect(info["layout"] as? String == "openCLIP" && (info["space"] as? String)?.count == 64)
        #expect(try command.run(["models", "convert", golden, "out", "--to", "openclip"]).status == 0)
        try command.add("out/README.md", "---\ntags:\n- clip\nlicense: cc-by-4.0\n---\n# A model\n")
        #expect(
            try command.run(["models", "info", "out", "--format", "json"]).json()["licence"] as? String
                == "cc-by-4.0")
    }
}
