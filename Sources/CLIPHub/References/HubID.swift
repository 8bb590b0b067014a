/// The name of a repository of models: `openai/clip-vit-base-patch32`.
public struct HubID: Sendable, Hashable, CustomStringConvertible {
    /// The name as it was given.
    public let description: String

    /// Nil for what the hub does not allow as a name: letters, digits, `-`, `_` and `.`, at most 96, one slash at
    /// most; neither `--` nor `..`, and no `-` or `.` at either end of a part.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), text.utf8.count <= 96, parts.allSatisfy(Self.isValid) else {
            return nil
        }
        guard !text.contains("--"), !text.contains(".."), !text.hasSuffix(".git") else { return nil }
        description = text
    }

    private static func isValid(_ part: Substring) -> Bool {
        guard let first = part.first, let last = part.last, !"-.".contains(first), !"-.".contains(last) else {
            return false
        }
        return part.utf8.allSatisfy { byte in
            let character = Character(Unicode.Scalar(byte))
            return byte < 0x80 && (character.isLetter || character.isNumber || "-_.".contains(character))
        }
    }

    /// The folder that a cache has for it: `models--openai--clip-vit-base-patch32`.
    var folderName: String { "models--" + description.split(separator: "/").joined(separator: "--") }

    /// The repository that a folder of a cache belongs to; nil for other folders.
    init?(folderName: String) {
        guard folderName.hasPrefix("models--") else { return nil }
        let name = folderName.dropFirst("models--".count)
        guard let separator = name.firstRange(of: "--") else {
            self.init(String(name))
            return
        }
        self.init(name[..<separator.lowerBound] + "/" + name[separator.upperBound...])
    }

    private init?(_ text: Substring) { self.init(String(text)) }
}

/// A repository at a revision.
public struct HubModel: Sendable, Hashable, CustomStringConvertible {
    /// The repository.
    public let id: HubID
    /// A branch, a tag or a commit.
    public let revision: String

    /// The branch that is meant where none is named.
    public static let defaultRevision = "main"

    /// Nil for a revision that can be none: empty, or with a part that leads out of a folder.
    public init?(_ id: HubID, revision: String = defaultRevision) {
        let parts = revision.split(separator: "/", omittingEmptySubsequences: false)
        guard revision.utf8.count <= 255, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            return nil
        }
        guard revision.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }) else {
            return nil
        }
        self.id = id
        self.revision = revision
    }

    /// The commit, if the revision is one: 40 hexadecimal digits. Its files never change.
    public var commit: String? { Self.isCommit(revision) ? revision : nil }

    static func isCommit(_ text: String) -> Bool {
        text.utf8.count == 40 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    /// `org/name`, with `@revision` unless that is the default one.
    public var description: String { revision == Self.defaultRevision ? "\(id)" : "\(id)@\(revision)" }
}
