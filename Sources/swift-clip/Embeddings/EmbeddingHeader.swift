import CLIP
import CLIPWeights

/// What holds for all rows of a matrix: the first line of the file beside it.
struct EmbeddingHeader: Sendable {
    let kind: EmbeddingRow.Kind
    let origin: [(name: String, value: JSONText)]
    /// Numbers in a row.
    let dimension: Int
    /// Where activations were taken, if the rows are not embeddings.
    let hidden: HiddenLayer?
    let element: NpyElement
    let normalised: Bool
    let shard: String?
    /// Whether files that were begun with another recipe are refused.
    let isStrict: Bool

    private var members: [(name: String, value: JSONText)] {
        var members = [(name: "schema", value: JSONText.integer(1))] + origin
        members.append((name: "kind", value: .string(kind.rawValue)))
        members.append((name: "dimension", value: .integer(dimension)))
        members.append((name: "dtype", value: .string(element == .float32 ? "f32" : "f16")))
        members.append((name: "normalised", value: .bool(normalised)))
        if let hidden {
            members.append((name: "hidden", value: .integer(hidden.depth)))
            members.append((name: "shape", value: .array([.integer(hidden.tokens), .integer(hidden.width)])))
        }
        if let shard { members.append((name: "shard", value: .string(shard))) }
        return members
    }

    /// The shape of a row.
    var shape: [Int] { hidden.map { [$0.tokens, $0.width] } ?? [dimension] }

    /// The line, with its end.
    var line: String { JSONText.object(members).text + "\n" }

    /// The members as a safetensors file's metadata; texts without their quotes.
    var metadata: [String: String] {
        var table: [String: String] = [:]
        for (name, value) in members {
            let parsed = Array(value.text.utf8).withUnsafeBytes { try? JSONValue($0) }
            if case .string(let text)? = parsed { table[name] = text } else { table[name] = value.text }
        }
        return table
    }

    /// Compares with what an earlier run wrote.
    ///
    /// - Parameters:
    ///   - path: the earlier run's output.
    ///   - old: the earlier value of a member.
    ///   - remedy: what to do instead of going on.
    /// - Returns: what is worth knowing although the vectors go together, if anything.
    /// - Throws: exit status 4 when it is of another space, and with `--strict` of another recipe; 64 when it
    ///   was begun with other options.
    func check(
        _ path: RawPath, _ old: (String) -> JSONValue?, remedy: String
    ) throws(CommandFailure) -> String? {
        var differing = members.filter { old($0.name) != Self.parsed($0.value) }.map(\.name)
        if shard == nil, old("shard") != nil { differing.append("shard") }
        if hidden == nil, old("hidden") != nil { differing.append("hidden") }
        if differing.contains("space") {
            throw .otherSpace(
                "\(path.text) was begun in another space, with the model \(old("model")?.text ?? "unknown"): "
                    + "continue with that model, or \(remedy)")
        }
        var settings: [String] = []
        if differing.contains("recipe") {
            let own = members.first { $0.name == "recipe" }.flatMap { Self.parsed($0.value) }
            settings = Self.settings.filter { own?[$0] != old("recipe")?[$0] }
            if isStrict {
                throw .otherSpace(
                    "\(path.text) was begun with another \(settings.joined(separator: ", ")), which --strict "
                        + "refuses: \(remedy)")
            }
        }
        // The engine and the processor are not chosen by options, and change the last digits only.
        let chosen =
            differing.filter { $0 != "recipe" }
            + settings.filter { !["engine", "instructions"].contains($0) }
        guard chosen.isEmpty else {
            throw .usage(
                "\(path.text) was begun with other options (\(chosen.joined(separator: ", "))): "
                    + "give the same ones, or \(remedy)")
        }
        guard !settings.isEmpty else { return nil }
        return
            "\(path.text) was begun with another \(settings.joined(separator: ", ")): the last digits may differ"
    }

    private static let settings = ["precision", "exif", "decode", "engine", "instructions"]

    private static func parsed(_ value: JSONText) -> JSONValue? {
        Array(value.text.utf8).withUnsafeBytes { try? JSONValue($0) }
    }

    /// A member's value as `metadata` keeps it, read back.
    func value(_ name: String, in metadata: [String: String]) -> JSONValue? {
        guard let text = metadata[name] else { return nil }
        if let own = members.first(where: { $0.name == name }), case .string? = Self.parsed(own.value) {
            return .string(text)
        }
        return Array(text.utf8).withUnsafeBytes { try? JSONValue($0) }
    }
}
