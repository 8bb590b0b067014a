public import CLIPWeights

/// A folder of values that can be computed again: found by digest, checked when read, and bounded in size.
///
/// Several processes may use one folder at once. Files are written aside, put in place whole and never
/// changed, so that nobody waits for a lock. Whatever is damaged or cannot be read or written counts as not
/// there: a cache never makes anything fail.
public final class DiskCache: Sendable {
    /// The folder; nil if nothing is kept.
    public let folder: String?
    /// The most bytes that are kept. When there are more, files that were not used for longest go first.
    public let capacity: Int

    /// No file that this cache wrote is larger: one that is was damaged, and is dropped unread.
    static let limit = 2 * RecordForm.largestFile
    /// A file's time of use is only noted anew after so many seconds.
    static let touchInterval = 60.0
    /// What files of records end in.
    private static let recordSuffixes = [RecordForm.segments.suffix, RecordForm.tables.suffix]
    /// What a writer left behind is removed after so many seconds.
    private static let leftoverAge = 3600.0

    /// A cache that keeps nothing.
    public static let disabled = DiskCache(folder: nil)

    /// A cache in a folder, which need not exist yet.
    public init(folder: String?, capacity: Int = 1 << 30) {
        self.folder = folder
        self.capacity = capacity
    }

    /// The user's cache, `$XDG_CACHE_HOME/swift-clip` or `~/.cache/swift-clip`; without a home nothing is kept.
    public static func standard(capacity: Int = 1 << 30) -> DiskCache {
        DiskCache(folder: standardFolder(CacheFiles.environment), capacity: capacity)
    }

    /// The user's folder for this cache, from the environment's variables.
    static func standardFolder(_ environment: (String) -> String?) -> String? {
        // Relative paths are invalid there by the XDG specification.
        let base = environment("XDG_CACHE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = environment("HOME").map { $0 + "/.cache" }
        return (base ?? home).map { $0 + "/swift-clip" }
    }

    // MARK: Values

    /// The values of those keys that are there.
    public func values(on shelf: CacheShelf, for keys: Set<ContentDigest>) -> [ContentDigest: [UInt8]] {
        guard let path = path(of: shelf), !keys.isEmpty else { return [:] }
        var found: [ContentDigest: [UInt8]] = [:]
        // A file that vanishes between listing and reading was merged into another: look once more.
        for _ in 0..<2 {
            var hasVanished = false
            for file in files(path, .segments) {
                guard let bytes = CacheFiles.read(file.path, atMost: Self.limit) else {
                    hasVanished = true
                    continue
                }
                let before = found.count
                let missing = found.isEmpty ? keys : keys.filter { found[$0] == nil }
                CacheSegment.decode(bytes, valueSize: shelf.valueSize, wanted: missing) { key, value in
                    found[key] = Array(value)
                }
                if found.count > before, CacheFiles.now() - file.modified > Self.touchInterval {
                    CacheFiles.touch(file.path)
                }
                if found.count == keys.count { return found }
            }
            if !hasVanished { break }
        }
        return found
    }

    /// Keeps values, as far as that is possible.
    ///
    /// - Returns: whether they were kept.
    @discardableResult
    public func keep(_ records: [(key: ContentDigest, value: [UInt8])], on shelf: CacheShelf) -> Bool {
        keep(records, on: shelf, as: .segments)
    }

    func path(of shelf: CacheShelf) -> String? {
        folder.map { "\($0)/\(shelf.category)/\(shelf.name)" }
    }

    // MARK: Upkeep

    /// Removes what interrupted writers left, and records above the capacity.
    func shrink() {
        let now = CacheFiles.now()
        var files: [CacheFiles.Entry] = []
        for file in allFiles() where !file.name.hasSuffix(Self.preparedSuffix) {
            if Self.recordSuffixes.contains(where: file.name.hasSuffix) {
                files.append(file)
            } else if now - file.modified > Self.leftoverAge {
                CacheFiles.remove(file)
            }
        }
        Self.remove(files, above: capacity)
    }

    /// Removes the files that were not used for longest until the rest fits.
    static func remove(_ files: [CacheFiles.Entry], above capacity: Int) {
        var total = files.reduce(0) { $0 + $1.size }
        for file in files.sorted(by: { $0.modified < $1.modified }) where total > capacity {
            if CacheFiles.remove(file) { total -= file.size }
        }
    }

    /// All files of the cache: records, and what interrupted writers left. Anything else in the folder is not
    /// the cache's and is let be.
    func allFiles(of category: String? = nil) -> [CacheFiles.Entry] {
        guard let folder else { return [] }
        let categories = CacheFiles.list(folder).filter {
            $0.isFolder && (category == nil || $0.name == category)
        }
        return categories.flatMap { CacheFiles.list($0.path) }.filter(\.isFolder)
            .flatMap { CacheFiles.list($0.path) }
            .filter { file in
                !file.isFolder
                    && (Self.recordSuffixes + [Self.preparedSuffix, ".part"]).contains(
                        where: file.name.hasSuffix)
            }
    }
}
