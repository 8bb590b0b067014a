/// A reader of files that anyone may have made, and what must hold for every input: it answers or throws a
/// typed error, it neither traps nor leaves memory's bounds, and what it accepts can be used whole.
public struct FuzzTarget: Sendable {
    /// How the command line and the folders of inputs call it.
    public let name: String
    /// Where whole inputs lie, relative to the repository's root: files, or folders whose files are taken.
    public let seeds: [String]
    /// Words of the format, which a mutation by bytes would hardly hit upon.
    public let words: [String]
    /// Reads the bytes; whether they were accepted.
    public let read: @Sendable ([UInt8]) -> Bool

    init(
        _ name: String, seeds: [String], words: [String] = [], read: @escaping @Sendable ([UInt8]) -> Bool
    ) {
        self.name = name
        self.seeds = seeds
        self.words = words
        self.read = read
    }

    /// All readers, in the order of the walk from files to predictions.
    public static let all: [FuzzTarget] =
        [json, safetensors, torchArchive, torchPickle, torchLegacy, weightIndex] + configurations + [
            vocabulary, tokenizerFile, packedMerges, text, labels, prompts,
        ]
        + [classifier, numpy, cacheFile, pathList] + datasets + evaluation + pictures + [resampler]

    /// The target of this name.
    public static func named(_ name: String) -> FuzzTarget? {
        all.first { $0.name == name }
    }
}
