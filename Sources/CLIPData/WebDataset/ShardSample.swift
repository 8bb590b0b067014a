internal import CLIP

/// What a sample of a shard says.
struct ShardSample {
    private(set) var picture: (offset: Int, size: Int)?
    /// As `.cls` or the JSON has it.
    private(set) var label: String?
    /// A number for each class, from `.npy`.
    private(set) var vector: [Float]?
    private(set) var captions: [String] = []

    private static let largestText = 16 << 20

    /// - Parameter linesAreCaptions: whether each line of `.txt` is a caption of its own, as in CLIP_benchmark's
    ///   retrieval.
    /// - Throws: the reason why it cannot be read.
    init(_ group: ShardReader.Group, _ shard: ShardReader, linesAreCaptions: Bool) throws(DatasetError) {
        picture = group.files.first { file in
            let last = file.ending.split(separator: ".").last.map(String.init) ?? ""
            return PictureListing.endings.contains(last)
        }.map { ($0.offset, $0.size) }
        if let cls = group.file("cls") { label = try Self.text(cls, shard).trimmed }
        if let npy = group.file("npy") {
            let bytes = try shard.bytes(npy, atMost: Self.largestText)
            do throws(FileError) { vector = try NpyArray(bytes).values } catch {
                throw DatasetError(".npy: \(error.reason)")
            }
        }
        if let txt = group.file("txt") {
            let text = try Self.text(txt, shard)
            captions = (linesAreCaptions ? TextLines.split(text) : [text]).filter { !$0.isBlank }
        }
        if let json = group.file("json"), label == nil || captions.isEmpty {
            try read(JSONRow(shard.bytes(json, atMost: Self.largestText)))
        }
    }

    private mutating func read(_ json: JSONRow?) throws(DatasetError) {
        guard let json else { throw DatasetError(".json: no JSON object") }
        func texts(_ names: [String]) -> [String] {
            names.lazy.compactMap { json.texts($0) }.first { !$0.isEmpty } ?? []
        }
        if captions.isEmpty { captions = texts(["caption", "captions", "text"]).filter { !$0.isEmpty } }
        if label == nil { label = texts(["label", "cls", "class"]).first }
    }

    private static func text(
        _ file: (offset: Int, size: Int), _ shard: ShardReader
    ) throws(DatasetError) -> String {
        let bytes = try shard.bytes(file, atMost: largestText)
        return TextEncoding.utf8.text(bytes) ?? TextEncoding.latin1.text(bytes) ?? ""
    }
}
