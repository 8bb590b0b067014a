import ArgumentParser
import CLIP

/// How vectors are stored.
enum StoredType: String, ExpressibleByArgument, CaseIterable {
    case f32
    case f16

    /// The matrix file's element type.
    var element: NpyElement { self == .f32 ? .float32 : .float16 }
}

/// A part of a listing: every n-th entry.
struct Shard: ExpressibleByArgument, Sendable {
    /// From 1 to `count`.
    let number: Int
    let count: Int

    /// Reads "2/8".
    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]), count >= 1,
            (1...count).contains(number)
        else { return nil }
        self.number = number
        self.count = count
    }

    /// As it is written.
    var text: String { "\(number)/\(count)" }

    /// True when the shard has the entry at `index`.
    func has(_ index: Int) -> Bool { index % count == number - 1 }
}

/// Where vectors go and in which form.
struct EmbedOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The file to write: x.npy, with what the rows stand for in x.jsonl, or x.safetensors.",
            valueName: "file"))
    var output: String

    @Flag(help: "Vectors as the model gives them, instead of unit vectors.")
    var raw = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Activations of all tokens instead of vectors, [rows, tokens, width]: 0 before the first block, 1 behind it, "
                + "… or -1 behind the last, as transformers counts hidden_states.", valueName: "layer"))
    var hidden: Int?

    @Option(help: "How the numbers are stored.")
    var dtype = StoredType.f32

    @Flag(help: "Go on where an earlier run of the same command stopped.")
    var resume = false

    @Option(help: ArgumentHelp("Embed only the i-th of n parts: 1/4 to 4/4.", valueName: "i/n"))
    var shard: Shard?

    func validate() throws {
        if hidden != nil, raw { throw ValidationError("--raw: hidden states are never made unit vectors") }
        let path = RawPath(argument: output)
        guard let target = EmbeddingTarget(path) else {
            throw ValidationError("--output \(path.text): the name must end in .npy or .safetensors")
        }
        if target.format == .safetensors, !path.isUTF8 {
            throw ValidationError("--output \(path.text): the name of a .safetensors file must be UTF-8")
        }
    }
}
