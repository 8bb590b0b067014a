import ArgumentParser
import CLIP

/// `swift-clip cache`: what is kept between runs.
struct Cache: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show or empty the cache of embeddings and prepared weights.",
        discussion: "The cache lies in $XDG_CACHE_HOME/swift-clip, or in ~/.cache/swift-clip.",
        subcommands: [Info.self, Clear.self])

    /// `swift-clip cache info`
    struct Info: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show where the cache lies and what it holds.")

        @OptionGroup(title: "Output") var format: FormatOptions

        func run() throws {
            let console = Console(quiet: false)
            let cache = DiskCache.standard()
            let folder = try Cache.folder(of: cache)
            let usage = cache.info()
            switch format.format {
            case .table:
                let prepared = usage.filter(\.isPrepared).reduce(0) { $0 + $1.bytes }
                let bytes = usage.reduce(0) { $0 + $1.bytes } - prepared
                try console.result("\(DisplayText.safe(folder))\n")
                for part in usage {
                    let files = DisplayNumber.count(part.files, "file")
                    try console.result("  \(part.category): \(files), \(DisplayNumber.bytes(part.bytes))\n")
                }
                try console.result(
                    "\(DisplayNumber.bytes(bytes)) of at most \(DisplayNumber.bytes(cache.capacity))\n")
                if prepared > 0 {
                    try console.result(
                        "and prepared weights, \(DisplayNumber.bytes(prepared)) of at most "
                            + "\(DisplayNumber.bytes(DiskCache.preparedCapacity))\n")
                }
            case .csv:
                try console.result(bytes: CSV.line(["category", "files", "bytes"]))
                for part in usage {
                    try console.result(bytes: CSV.line([part.category, "\(part.files)", "\(part.bytes)"]))
                }
            case .json, .jsonl:
                let parts = usage.map { part in
                    JSONText.object([
                        (name: "category", value: .string(part.category)),
                        (name: "files", value: .integer(part.files)),
                        (name: "bytes", value: .integer(part.bytes)),
                    ])
                }
                let document = JSONText.object([
                    (name: "schema", value: .integer(1)), (name: "folder", value: .string(folder)),
                    (name: "capacity", value: .integer(cache.capacity)),
                    (name: "contents", value: .array(parts)),
                ])
                try console.result(document.text + "\n")
            }
            try console.flush()
        }
    }

    /// `swift-clip cache clear`
    struct Clear: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove everything that the cache holds.")

        @OptionGroup var talk: TalkOptions

        func run() throws {
            let console = Console(quiet: talk.quiet)
            let cache = DiskCache.standard()
            _ = try Cache.folder(of: cache)
            let cleared = cache.clear()
            if let first = cleared.failed.first {
                throw CommandFailure.failed(
                    "\(DisplayNumber.count(cleared.failed.count, "file")) could not be removed: \(first)"
                        + (cleared.failed.count > 1 ? ", …" : ""))
            }
            console.note(
                "removed \(DisplayNumber.count(cleared.files, "file")), \(DisplayNumber.bytes(cleared.bytes))"
            )
        }
    }

    static func folder(of cache: DiskCache) throws(CommandFailure) -> String {
        guard let folder = cache.folder else {
            throw .failed("there is no cache: neither XDG_CACHE_HOME nor HOME is set")
        }
        return folder
    }
}
