import CLIPTestSupport
import Foundation
import Testing

@Suite("Help and usage")
struct HelpTests {
    static let commands = [
        "",
        "classify",
        "similarity",
        "embed",
        "evaluate",
        "tokenize",
        "preprocess",
        "doctor",
        "probe", "prompts",
        "prompts compare",
        "prompts search",
        "prompts explain",
        "prompts learn",
        "prompts lint",
        "data",
        "data inspect",
        "bench",
        "models",
        "models list",
        "models info",
        "models pull",
        "models path",
        "models remove",
        "models prune",
        "models prepare",
        "models convert",
        "models verify",
        "models diff",
        "cache",
        "cache info",
        "cache clear",
    ]

    @Test("the help of every command is what is written down", arguments: commands)
    func help(command: String) throws {
        let result = try Command().run(command.split(separator: " ").map(String.init) + ["--help"])
        let name = command.isEmpty ? "swift-clip" : command.replacingOccurrences(of: " ", with: "-")
        let path = "\(Repository.root)/Tests/Goldens/help/\(name).txt"
        let expected = try String(contentsOfFile: path, encoding: .utf8)
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(result.output == expected, "Tests/Goldens/help/README.md tells how to renew the files")
    }

    @Test("the version is printed")
    func version() throws {
        let result = try Command().run(["--version"])
        #expect(result.status == 0)
        #expect(result.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }

    @Test("completion scripts name the subcommands", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let result = try Command().run(["--generate-completion-script", shell])
        #expect(result.status == 0)
        #expect(result.output.contains("similarity") && result.output.contains("--save-classifier"))
    }

    @Test(
        "what makes no sense is refused with status 64, nothing on standard output and the remedy",
        arguments: [
            (["frobnicate"], "swift-clip has no subcommand \"frobnicate\"; there are classify, similarity"),
            (["clasify", "a.jpg", "--labels", "a"], "no subcommand \"clasify\"; did you mean classify?"),
            (["help", "dokter"], "swift-clip help has no subcommand \"dokter\"; did you mean doctor?"),
            (["models", "lst"], "swift-clip models has no subcommand \"lst\"; did you mean list?"),
            (["classify", "a.jpg"], "no labels: give --labels cat,dog"),
            (["classify", "a.jpg", "--lables", "a,b"], "Did you mean '--labels'?"),
            (["classify", "--labels", "a,b"], "No pictures: name files or folders"),
            (["classify", "a.jpg", "--labels", "a,b", "--top", "0"], "--top 0: give a number from 1 on"),
            (["classify", "a.jpg", "--labels", "a,b", "--unknown", "1.5"], "scores lie between 0 and 1"),
            (["classify", "a.jpg", "--labels", "a,b", "--classifier", "c"], "leave the others out"),
            (["classify", "a.jpg", "--labels", "a", "--template", "no place"], "write {} or {c}"),
            (
                ["classify", "a.jpg", "--labels", "a", "--template-set", "none"],
                "photo, plain, openai7, openai80"
            ),
            (
                ["classify", "a.jpg", "--labels", "a", "--template", "{}", "--template-set", "plain"],
                "Give one of --template"
            ),
            (["classify", "a.jpg", "--labels", "a", "-0"], "-0 needs --paths-from"),
            (["classify", "-", "--paths-from", "-", "--labels", "a"], "Standard input cannot be"),
            (["classify", "-", "-", "--labels", "a"], "Standard input can be read once only"),
            (["classify", "a.jpg", "--labels", "a", "--batch-size", "0"], "--batch-size 0: give a number"),
            (["classify", "a.jpg", "--labels", "a", "--threads", "0"], "--threads 0: give a number from 1"),
            (["classify", "a.jpg", "--labels", "a", "--max-megapixels", "0"], "--max-megapixels 0"),
            (["classify", "a.jpg", "--labels", "a", "--format", "xml"], "'--format <format>'"),
            (["classify", "a.jpg", "--labels", "a", "--exif", "maybe"], "'--exif <exif>'"),
            (
                ["classify", "a.jpg", "--labels", "a", "--save-classifier", "c.bin"],
                "must end in .safetensors"
            ),
            (["similarity", "a.jpg"], "Give either texts with --text or other pictures with --image."),
            (["similarity", "--text", "a", "a.jpg"], "name them before --text or --image"),
            (["embed", "a.jpg"], "Missing expected argument '--output <file>'"),
            (["embed", "a.jpg", "-o", "x.bin"], "must end in .npy or .safetensors"),
            (["embed", "a.jpg", "-o", "x.npy", "--text", "a"], "Give pictures or texts, not both"),
            (["embed", "-o", "x.npy", "--text", "a", "--texts-file", "f"], "Give --text or --texts-file"),
            (["embed", "a.jpg", "-o", "x.npy", "--shard", "0/4"], "'0/4' is invalid"),
            (["embed", "a.jpg", "-o", "x.npy", "--batch-size", "2000"], "at most 1000 here"),
            (["tokenize"], "Give texts, or a file of texts"),
            (["tokenize", "a", "--file", "f"], "Give texts, or a file of texts"),
            (["preprocess", "a.jpg", "-o", "x.png"], "must end in .npy"),
            (["doctor", "a.jpg", "-o", "x.npy"], "must end in .png"),
            (["doctor", "a.jpg", "--compare", "x.pt"], "must end in .npy, as numpy.save gives it"),
            (["doctor", "a.jpg", "--format", "csv"], "'--format <format>'"),
            (["doctor", "a.jpg", "--max-megapixels", "0"], "--max-megapixels 0"),
            (["bench", "--batch", "1,,8"], "'1,,8' is invalid"),
            (["bench", "--batch", "0"], "--batch 0: give numbers from 1"),
            (["bench", "--precision", "f32,f99"], "'f32,f99' is invalid"),
            (["bench", "--tokens", "9"], "pictures have none"),
            (["bench", "--rounds", "0"], "--rounds 0"),
            (["bench", "--trace", "x.txt"], "must end in .json"),
            (["bench", "a.jpg"], "give --stages or --trace"),
            (["bench", "a.jpg", "--stages", "--tower", "text"], "do not go through the text tower"),
        ])
    func usage(arguments: [String], remedy: String) throws {
        let command = Command()
        try command.add("a.jpg", Data())
        let result = try command.run(arguments)
        #expect(result.status == 64, "\(arguments)")
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(remedy), "\(result.errors)")
    }

    @Test("a model that is not there is named with what was looked for", arguments: ["none", "."])
    func noModel(folder: String) throws {
        let result = try Command().run(["tokenize", "a", "--model", folder])
        #expect(result.status == 1 && result.output.isEmpty)
        #expect(result.errors.hasPrefix("swift-clip: error: "))
        #expect(result.errors.contains("open_clip_config.json") || result.errors.contains("none"))
    }
}
