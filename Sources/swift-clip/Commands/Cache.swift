import ArgumentParser
import CLIP

/// `swift-clip cache`: what is kept between runs.
struct Cache: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show or empty the cache of text embeddings.",
        discussion: "The cache lies in $XDG_CACHE_HOME/swift-clip, or in ~/.cache/swift-clip.",
        subcommands: [Info.self, Clear.self])

    /// `swift-clip cache info`
    struct Info: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show where the cache lies and what it holds.")

        @OptionGroup(title: "Output") var format: FormatOptions

        func run() throws {
            let console = Console(quiet: false)
            let folder = try Cache.folder()
            let items = folder.items()
            let bytes = items.reduce(0) { $0 + $1.bytes }
            switch format.format {
            case .table:
                try console.result(
                    """
                    folder  \(DisplayText.safe(folder.root.text))
                    files   \(DisplayNumber.grouped(items.count))
                    size    \(DisplayNumber.bytes(bytes)) of at most \(DisplayNumber.bytes(folder.capacity))\n
                    """)
            case .csv:
                let row = [folder.root.text, "\(items.count)", "\(bytes)", "\(folder.capacity)"]
                try console.result(bytes: CSV.line(["folder", "files", "bytes", "capacity"]) + CSV.line(row))
            case .json, .jsonl:
                let members =
                    [(name: "schema", value: JSONText.integer(1))] + JSONText.path(folder.root, as: "folder")
                    + [
                        (name: "files", value: .integer(items.count)),
                        (name: "bytes", value: .integer(bytes)),
                        (name: "capacity", value: .integer(folder.capacity)),
                    ]
                try console.result(JSONText.object(members).text + "\n")
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
            let folder = try Cache.folder()
            let removed = folder.clear()
            let left = folder.items().count
            guard left == 0 else {
                throw CommandFailure.failed(
                    "\(DisplayNumber.count(left, "file")) in \(folder.root.text) could not be removed")
            }
            console.note(
                "removed \(DisplayNumber.count(removed.files, "file")), \(DisplayNumber.bytes(removed.bytes))"
            )
        }
    }

    private static func folder() throws(CommandFailure) -> CacheFolder {
        guard let folder = CacheFolder.standard() else {
            throw .failed("there is no cache: neither XDG_CACHE_HOME nor HOME is set")
        }
        return folder
    }
}
