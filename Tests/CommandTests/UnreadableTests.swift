import CLIPTestSupport
import CLIPWeights
import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("What cannot be read")
struct UnreadableTests {
    private let classify = ["classify", "--labels", "cat,hat", "--format", "jsonl", "-q"]

    /// Takes away the right to read everything, which only root has; empty for others.
    private var asOrdinaryUser: String {
        guard geteuid() == 0 else { return "" }
        return "setpriv --securebits +noroot,+noroot_locked --inh-caps=-all --bounding-set=-all"
    }

    #if os(Linux)
        @Test("folders and files without permission are named and counted, the rest is done")
        func permissions() throws {
            let command = Command()
            try command.addPictures(3)
            _ = try command.shell(
                "mkdir pictures/closed; cp first.jpg pictures/closed; cp --remove-destination first.jpg pictures/1001.jpg; "
                    + "chmod 000 pictures/closed pictures/1001.jpg")
            let result = try command.shell(
                "\(asOrdinaryUser) \"$SWIFT_CLIP\" \(classify.joined(separator: " ")) pictures --no-cache")
            _ = try command.shell("chmod 755 pictures/closed")
            #expect(result.status == 3, "\(result)")
            for path in ["pictures/closed", "pictures/1001.jpg"] {
                #expect(
                    result.errors.contains("skipped \(path): cannot open it: Permission denied"), "\(result)")
            }
            #expect(result.errors.contains("2 inputs of 4 failed"))
            let alone = try command.shell(
                "chmod 000 pictures; \(asOrdinaryUser) \"$SWIFT_CLIP\" \(classify.joined(separator: " ")) pictures; "
                    + "status=$?; chmod 755 pictures; exit $status")
            #expect(alone.status == 1 && alone.errors.contains("Permission denied"), "\(alone)")
        }
    #endif

    @Test("a place that nothing can be written to is told before any work")
    func unwritable() throws {
        let command = Command()
        try command.addPictures(1)
        for (arguments, place) in [
            (
                ["classify", "pictures", "--labels", "a,b", "--copy-to", "first.jpg"],
                "--copy-to: cannot write into first.jpg"
            ),
            (
                ["classify", "--labels", "a,b", "--save-classifier", "first.jpg/x.safetensors"],
                "cannot write first.jpg/x.safetensors"
            ),
            (["bench", "--trace", "first.jpg/x.json"], "cannot write first.jpg/x.json"),
        ] {
            let result = try command.run(arguments + ["-q"])
            #expect(result.status == 1 && result.output.isEmpty, "\(result)")
            #expect(result.errors == "swift-clip: error: \(place): Not a directory\n")
        }
    }

    @Test("a text in a file has the tokens of the same text in the command's words")
    func textsInFiles() throws {
        let command = Command()
        // White space that mojibake ends in, breaks that are no line's end, and a mark behind a space.
        let texts = ["voilÃ\u{A0}", "Ã\u{85}ngstrÃ¶m", "a\u{2028}b", " \u{301}a \u{FE0F}"]
        let file = command.folder.path("texts")
        try Data(texts.joined(separator: "\n").utf8).write(to: URL(filePath: file))
        let read = try command.run([
            "tokenize", "--rules", "openai", "--file", file, "--format", "csv", "-q",
        ])
        let given = try command.run(["tokenize", "--rules", "openai", "--format", "csv", "-q", "--"] + texts)
        #expect(read.status == 0 && read.output == given.output, "\(read), \(given)")
    }

    @Test("links in a circle, links to nowhere and names that are too long")
    func links() throws {
        let command = Command()
        try command.addPictures(1)
        _ = try command.shell(
            "ln -s self.jpg pictures/self.jpg; ln -s nowhere pictures/gone.jpg; ln -s . pictures/again; ln -s a b; ln -s b a"
        )
        let long = String(repeating: "x", count: 300) + ".jpg"
        let result = try command.run(classify + ["pictures", "a", long])
        #expect(result.status == 3)
        #expect(
            result.errors.contains(
                "skipped pictures/self.jpg: cannot open it: Too many levels of symbolic links"))
        #expect(
            result.errors.contains("skipped pictures/gone.jpg: cannot open it: No such file or directory"))
        #expect(result.errors.contains("skipped a: ") && result.errors.contains("File name too long"))
        #expect(try Command.lines(result.output).filter { $0["predictions"] != nil }.count == 1)
    }

    @Test("endless devices and pipes in place of a model's, a classifier's or a list's file")
    func devices() throws {
        let command = Command()
        try command.addPictures(1)
        let model = Golden.folder + "/networks/vit-gelu"
        _ = try command.shell("cp -r \(model) model; rm model/vocab.json; mkfifo model/vocab.json pipe")
        let photo = "pictures/1000.jpg"
        for (arguments, said) in [
            (["--labels", "a,b", "--model", "model"], "vocab.json: not a regular file"),
            (["--labels", "a,b", "--model", "/dev/zero"], "/dev/zero: no regular file and no folder"),
            (["--labels", "a,b", "--model", "./pipe"], "./pipe: no regular file and no folder"),
            (["--classifier", "/dev/zero"], "/dev/zero: not a regular file"),
            (["--classifier", "pipe"], "pipe: not a regular file"),
            (["--labels-file", "/dev/zero"], "larger than 64 MiB"),
            (["--labels", "a,b", "--templates-file", "/dev/zero"], "larger than 64 MiB"),
            (["--labels-file", "pictures"], "Is a directory"),
        ] {
            let result = try command.run(["classify", photo] + arguments)
            #expect(result.status == 1 && result.errors.contains(said), "\(arguments): \(result.errors)")
        }
    }

    @Test("a classifier of another recipe: a warning, and with --strict status 4")
    func strictClassifier() throws {
        let command = Command()
        try command.run(["classify", "--labels", "cat,hat", "--save-classifier", "own.safetensors", "-q"])
        let own = try SafetensorsFile(path: command.folder.path + "/own.safetensors")
        var metadata = own.metadata
        let recipe = try #require(metadata["recipe"])
        metadata["recipe"] = recipe.replacing(#/"engine":"[^"]*"/#, with: #""engine":"0.0.9""#)
        #expect(metadata["recipe"] != recipe)
        let vectors = try #require(own["labels"])
        try Safetensors.write(
            [.init("labels", shape: vectors.shape, vectors.floats())], metadata: metadata,
            to: command.folder.path + "/other.safetensors")
        let photo = Command.photo("cat.jpg")
        let lax = try command.run(["classify", photo, "--classifier", "other.safetensors", "-q"])
        #expect(
            lax.status == 0 && lax.errors.contains("made with another engine: the last digits may differ"))
        let strict = try command.run([
            "classify", photo, "--classifier", "other.safetensors", "-q", "--strict",
        ])
        #expect(strict.status == 4 && strict.output.isEmpty)
        #expect(
            strict.errors.contains("made with another engine")
                && strict.errors.contains("refused by --strict"))
        #expect(
            try command.run(["classify", photo, "--classifier", "own.safetensors", "-q", "--strict"]).status
                == 0)
    }

    @Test(
        "label files of every kind, by the command",
        arguments: ["\u{FEFF}cat\r\nhat\r\n", "cat\n\n\ncat\nhat"])
    func labelFiles(text: String) throws {
        let command = Command()
        try command.add("labels", text)
        let arguments = ["classify", Command.photo("cat.jpg"), "--format", "csv", "-q"]
        #expect(
            try command.run(arguments + ["--labels-file", "labels"]).output
                == command.run(arguments + ["--labels", "cat,hat"]).output)
        try command.add("latin", Data([0x63, 0x61, 0x66, 0xE9, 0x0A]))
        let latin = try command.run(arguments + ["--labels-file", "latin"])
        #expect(latin.status == 1 && latin.errors.contains("latin is not UTF-8: save it as UTF-8 text"))
    }

    @Test(
        "damaged embeddings are refused, redone or taken as they are, and never a crash",
        arguments: ["x.npy", "x.safetensors"])
    func embeddings(output: String) throws {
        let command = Command()
        try command.addPictures(5)
        let embed = ["embed", "pictures", "-o", output, "-q"]
        try command.run(embed)
        let names = output == "x.npy" ? ["x.npy", "x.jsonl"] : [output]
        let sound = try names.map { try command.file($0) }
        var mutation = Mutation(
            seed: 5, words: ["\"row\":", "\"sha256\":\"", "\"size\":-1", "1e999", "null"])
        for round in 0..<40 {
            let file = round % names.count
            // Finished files, and the same as an unfinished run would have left them.
            let unfinished = round % 4 > 1
            for (index, name) in names.enumerated() {
                let bytes = index == file ? Data(mutation.damaged([UInt8](sound[index]))) : sound[index]
                let target = name == "x.jsonl" ? "x.npy.partial.jsonl" : "\(output).partial"
                try command.add(unfinished && output == "x.npy" ? target : name, bytes)
            }
            let result = try command.run(embed + ["--resume"])
            #expect([0, 1, 4, 64].contains(result.status), "round \(round): \(result)")
            #expect(
                result.status == 0 || result.errors.hasPrefix("swift-clip: error: "),
                "round \(round): \(result)")
            _ = try command.shell("rm -f x.*")
        }
    }
}
