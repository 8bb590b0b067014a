internal import CLIP

/// Which shards a folder has, and what lies beside them.
struct ShardLayout {
    /// A part with its shards, in the order of their numbers.
    struct Part {
        let name: String
        let shards: [[UInt8]]
    }

    private(set) var parts: [Part] = []
    private(set) var notes: [String] = []
    let base: [UInt8]

    /// Nil where the folder has no shard.
    init?(_ tree: any PictureTree, base: [UInt8], contents: FolderContents) throws(DatasetError) {
        self.base = base
        let own = Self.shards(contents)
        if !own.isEmpty {
            parts = [Part(name: "", shards: own.map { TreePath.join(base, $0) })]
            try checkNumber(tree, base, own.count, "")
            return
        }
        var found: [(role: SplitRole?, part: Part)] = []
        for folder in contents.folders {
            let path = TreePath.join(base, folder)
            let shards = Self.shards(try tree.contents(of: path))
            guard !shards.isEmpty else { continue }
            let name = TreePath.text(folder)
            found.append(
                (SplitRole(name: name), Part(name: name, shards: shards.map { TreePath.join(path, $0) })))
            try checkNumber(tree, path, shards.count, "\(name)/")
        }
        let order: [SplitRole?] = SplitRole.allCases + [nil]
        parts = order.flatMap { role in found.filter { $0.role == role }.map(\.part) }
        if parts.isEmpty { return nil }
    }

    /// Shards that are named one by one.
    init(shards: [[UInt8]]) {
        base = []
        parts = [Part(name: "", shards: shards)]
    }

    private static func shards(_ contents: FolderContents) -> [[UInt8]] {
        let names = contents.files.filter { name in
            let text = TreePath.text(name).lowercased()
            return text.hasSuffix(".tar") || text.hasSuffix(".tar.gz") || text.hasSuffix(".tgz")
        }
        // 10.tar comes behind 9.tar.
        return names.sorted { left, right in
            let numbers = (number(left), number(right))
            if let left = numbers.0, let right = numbers.1, left != right { return left < right }
            return left.lexicographicallyPrecedes(right)
        }
    }

    /// Of a pattern, all braces together.
    private static let mostShards = 1_000_000

    private static func number(_ name: [UInt8]) -> Int? {
        Int(String(decoding: name.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self))
    }

    /// `nshards.txt` says how many there should be.
    private mutating func checkNumber(
        _ tree: any PictureTree, _ folder: [UInt8], _ count: Int, _ part: String
    ) throws(DatasetError) {
        guard let line = try tree.lines(TreePath.join(folder, Array("nshards.txt".utf8)))?.first,
            let expected = Int(line), expected != count
        else { return }
        notes.append(
            "\(part)nshards.txt says \(expected) shards, and \(count) are here: results are about these alone"
        )
    }

    /// The shards of a pattern such as `train/{00000..00012}.tar` or `{a,b}.tar`, as a shell would list them.
    /// - Throws: ``DatasetError`` for a pattern that cannot be, or of too many shards.
    static func expanded(_ pattern: [UInt8], depth: Int = 0) throws(DatasetError) -> [[UInt8]] {
        let text = TreePath.text(pattern)
        guard let open = pattern.firstIndex(of: UInt8(ascii: "{")) else { return [pattern] }
        guard let close = pattern[open...].firstIndex(of: UInt8(ascii: "}")), depth < 8 else {
            throw DatasetError("\(text): a brace that is not closed, or too many of them")
        }
        let inner = TreePath.text(pattern[(open + 1)..<close])
        let bounds = inner.split(separator: ".", omittingEmptySubsequences: false)
        var choices = inner.split(separator: ",").map(String.init)
        if bounds.count == 3, bounds[1].isEmpty, let first = Int(bounds[0]), let last = Int(bounds[2]) {
            guard first >= 0, first <= last, last - first < mostShards else {
                throw DatasetError("\(text): {\(inner)} must go up, and not by more than a million")
            }
            let width = bounds[0].hasPrefix("0") ? bounds[0].count : 0
            choices = (first...last).map { number in
                let digits = String(number)
                return String(repeating: "0", count: max(0, width - digits.count)) + digits
            }
        }
        var all: [[UInt8]] = []
        for choice in choices {
            all += try expanded(
                pattern[..<open] + Array(choice.utf8) + pattern[(close + 1)...], depth: depth + 1)
            guard all.count <= mostShards else {
                throw DatasetError("\(text): more than a million shards")
            }
        }
        return all
    }
}
