internal import CLIPWeights

/// The files of a repository at one commit, as the hub lists them.
struct RepositoryListing: Sendable {
    /// A file of the repository.
    struct File: Sendable, Hashable {
        let name: String
        /// Bytes; nil where the hub does not say.
        let size: Int?
        /// What the hub calls its content: SHA-256 of a large file, git's SHA-1 of a small one. Nil where it does
        /// not say.
        let etag: String?
    }

    let commit: String
    let files: [File]

    /// Reads the hub's answer about a repository (`/api/models/ORG/NAME/revision/REVISION?blobs=true`).
    init(_ bytes: [UInt8], of model: HubModel) throws(HubError) {
        let document: JSONValue
        do throws(JSONError) {
            document = try Self.parse(bytes)
        } catch {
            throw Self.malformed(model, "not valid JSON: \(error)")
        }
        guard case .string(let commit) = document["sha"], HubModel.isCommit(commit) else {
            throw Self.malformed(model, "sha: a commit of 40 hexadecimal digits was expected")
        }
        guard case .array(let siblings) = document["siblings"] else {
            throw Self.malformed(model, "siblings: a list of files was expected")
        }
        self.commit = commit
        var files: [File] = []
        for sibling in siblings {
            guard case .string(let name) = sibling["rfilename"] else {
                throw Self.malformed(model, "siblings: rfilename: a name was expected")
            }
            // Names that lead out of a folder belong to nothing that is asked for.
            guard Self.isPlain(name) else { continue }
            let large = sibling["lfs"]
            for size in [large?["size"], sibling["size"]] where !Self.canBeSize(size) {
                throw Self.malformed(
                    model, "siblings: \(name): size: \(size?.text ?? "") is no number of bytes")
            }
            files.append(
                File(
                    name: name, size: Self.size(large?["size"]) ?? Self.size(sibling["size"]),
                    etag: Self.etag(large?["sha256"], 64)
                        ?? (large == nil || large == .null ? Self.etag(sibling["blobId"], 40) : nil)))
        }
        self.files = files
    }

    private static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        let result: Result<JSONValue, JSONError> = bytes.withUnsafeBytes { buffer in
            do throws(JSONError) { return .success(try JSONValue(buffer)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    func file(_ name: String) -> File? { files.first { $0.name == name } }

    /// Whether a name stays in the folder that it is put in. By bytes, as the system reads it: a mark behind the slash
    /// would make one `Character` of both, and hide it.
    static func isPlain(_ name: String) -> Bool {
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return name.utf8.count <= 1024 && name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
            && parts.allSatisfy { !$0.isEmpty && !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8) }
    }

    /// A size as far as any disk goes, so that sums of sizes never overflow; nil for what is no size.
    static func plausible(_ size: Int?) -> Int? {
        size.flatMap { $0 < 0 ? nil : min($0, 1 << 44) }
    }

    private static func size(_ value: JSONValue?) -> Int? {
        guard case .number(let text) = value else { return nil }
        return plausible(Int(text))
    }

    /// Whether a value is a size, or says that there is none. Numbers beyond all are taken for one.
    private static func canBeSize(_ value: JSONValue?) -> Bool {
        switch value {
        case nil, .null: true
        case .number(let text): !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
        default: false
        }
    }

    private static func etag(_ value: JSONValue?, _ digits: Int) -> String? {
        guard case .string(let text) = value, text.utf8.count == digits, BlobName.isHexadecimal(text) else {
            return nil
        }
        return text
    }

    private static func malformed(_ model: HubModel, _ what: String) -> HubError {
        HubError(
            .malformed,
            "\(model): the answer is not what a hub gives: \(what); if HF_ENDPOINT is set, check it")
    }
}

/// The names that a cache gives contents: the `ETag` of the hub's answer without its quotation marks.
enum BlobName {
    /// The name in a header's value; nil for one that cannot be a file's name.
    static func of(_ header: String?) -> String? {
        guard var text = header.map({ Substring($0) }) else { return nil }
        if text.hasPrefix("W/") { text = text.dropFirst(2) }
        text = text.drop { $0 == "\"" }
        let name = String(text).trimming("\"")
        guard (1...128).contains(name.utf8.count), !name.hasPrefix(".") else { return nil }
        return name.utf8.allSatisfy { isNameByte($0) } ? name : nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    static func isHexadecimal(_ text: String) -> Bool {
        text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}
