import CLIP
import CLIPWeights

/// What holds for all rows of a matrix: the first line of the file beside it.
struct EmbeddingHeader: Sendable {
    let kind: EmbeddingRow.Kind
    let origin: [(name: String, value: JSONText)]
    let dimension: Int
    let element: NpyElement
    let normalised: Bool
    let shard: String?

    private var members: [(name: String, value: JSONText)] {
        var members = [(name: "schema", value: JSONText.integer(1))] + origin
        members.append((name: "kind", value: .string(kind.rawValue)))
        members.append((name: "dimension", value: .integer(dimension)))
        members.append((name: "dtype", value: .string(element == .float32 ? "f32" : "f16")))
        members.append((name: "normalised", value: .bool(normalised)))
        if let shard { members.append((name: "shard", value: .string(shard))) }
        return members
    }

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

    /// Checks the header of an unfinished file before it is continued.
    ///
    /// - Throws: exit status 4 when it is of another space, 64 when it was begun with other options.
    func check(_ line: [UInt8], of path: RawPath) throws(CommandFailure) {
        guard line + [UInt8(ascii: "\n")] != Array(self.line.utf8) else { return }
        guard let old = line.withUnsafeBytes({ try? JSONValue($0) }) else {
            throw .failed("\(path.text) is damaged: delete it to start again")
        }
        let differing = members.filter { name, value in
            let new = Array(value.text.utf8).withUnsafeBytes { try? JSONValue($0) }
            return old[name] != new
        }.map(\.name)
        if differing.contains("space") {
            throw .otherSpace(
                "\(path.text) was begun in another space, with the model \(old["model"]?.text ?? "unknown"): "
                    + "continue with that model, or delete it to start again")
        }
        let names = differing.isEmpty ? "shard" : differing.joined(separator: ", ")
        throw .usage(
            "\(path.text) was begun with other options (\(names)): give the same ones, or delete it to start again"
        )
    }
}
