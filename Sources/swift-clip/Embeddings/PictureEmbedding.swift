import CLIP
import CLIPWeights

/// Pictures into a file, from the start or from where an earlier run stopped.
struct PictureEmbedding {
    private let run: PictureRun
    private let target: EmbeddingTarget
    private let header: EmbeddingHeader
    private let options: EmbedOptions
    private let log: FailureLog

    init(
        _ run: PictureRun, _ target: EmbeddingTarget, _ header: EmbeddingHeader, _ options: EmbedOptions,
        _ log: FailureLog
    ) {
        self.run = run
        self.target = target
        self.header = header
        self.options = options
        self.log = log
    }

    /// Embeds the pictures under `paths`.
    ///
    /// - Returns: the rows of the finished file; nil when no picture was left to write, and no file is.
    /// - Throws: what failed; on Ctrl-C the unfinished file stays, to be resumed.
    func run(_ listing: PictureListing) async throws -> Int? {
        var entries = NumberedEntries(listing, options.shard)
        let kept = options.resume ? try skipDone(&entries) : .none
        // Pictures come from folders and lists, too: each is held against what is written.
        let outputs = Overwriting.identities(of: target.names)
        var overwritten: RawPath?
        var spool = try EmbeddingSpool(target, header, keeping: kept)
        log.succeed(kept.rows)
        if kept.rows > 0 {
            run.session.console.note("\(DisplayNumber.count(kept.rows, "picture")) done in an earlier run")
        }
        var indices: [Int] = []
        let numbered = AnySequence(
            AnyIterator {
                guard let (index, entry) = entries.next() else { return nil as PictureListing.Entry? }
                if !outputs.isEmpty, case .picture(let path) = entry, path != .standardInput,
                    let identity = FileIdentity(path), outputs.contains(identity)
                {
                    overwritten = path
                    return nil
                }
                indices.append(index)
                return entry
            })
        let stopped = try await run.over(numbered) { outcomes, vectors in
            var names: [EmbeddingRow] = []
            var stop: CommandFailure?
            for (index, outcome) in zip(indices, outcomes) where stop == nil {
                switch outcome {
                case .failed(let path, let reason):
                    do throws(CommandFailure) { try log.fail(path, reason: reason) } catch { stop = error }
                case .read(let file):
                    names.append(
                        EmbeddingRow(
                            kind: .image, index: index, name: file.path, hash: file.hash.hex,
                            version: file.version))
                }
            }
            indices.removeFirst(outcomes.count)
            let count = names.count * vectors.dimension
            try spool.append(
                EmbeddingMatrix(
                    rows: names.count, dimension: vectors.dimension, values: Array(vectors.values[..<count])),
                names)
            log.succeed(names.count)
            if let stop {
                if spool.rows > 0 { try spool.synchronise() } else { spool.discard() }
                throw stop
            }
        }
        run.progress.finish()
        if let overwritten {
            if spool.rows > 0 { try spool.synchronise() } else { spool.discard() }
            throw Overwriting.refusal(of: overwritten, by: target.path)
        }
        if let stopped {
            try spool.synchronise()
            run.session.console.say(
                "stopped after \(DisplayNumber.count(spool.rows, "picture")); the same command with --resume goes on"
            )
            throw CommandFailure.interrupted(by: stopped)
        }
        // Of a small folder a shard may have nothing: its file is there all the same, for whoever joins them.
        let isEmptyShard = options.shard != nil && entries.passed > 0 && log.failed == 0
        guard spool.rows > 0 || isEmptyShard else {
            spool.discard()
            return nil
        }
        try spool.finish()
        return spool.rows
    }

    /// Compares a finished file with the listing.
    ///
    /// - Returns: its rows.
    /// - Throws: what differs, with the remedy.
    func checkFinished(_ listing: PictureListing) throws -> Int {
        var entries = NumberedEntries(listing, options.shard)
        var finished = try FinishedEmbeddings(target, header)
        if let warning = finished.warning { run.session.console.say(warning) }
        var count = 0
        var row = try finished.next()
        while let (_, entry) = entries.next() {
            if case .picture(let path) = entry, let known = row, path == known.name,
                isUnchanged(path, known)
            {
                count += 1
                row = try finished.next()
            } else if case .failed(let path, let reason) = run.reader.read(entry).outcome {
                try log.fail(path, reason: reason)
            } else {
                throw target.changed(entry.path)
            }
        }
        if let row { throw target.changed(row.name) }
        log.succeed(count)
        return count
    }

    /// By size and time where they are known, else by content.
    private func isUnchanged(_ path: RawPath, _ row: EmbeddingRow) -> Bool {
        if path != .standardInput, let version = row.version, FileVersion(path) == version { return true }
        guard case .read(let file) = run.reader.read(.picture(path)).outcome else { return false }
        return file.hash.hex == row.hash
    }

    /// Passes over the pictures that an unfinished file already has.
    ///
    /// Rows count as long as they follow the listing and their files are unchanged. A picture that
    /// failed has no row: it is tried again, and only when it works now does the rest have to be done anew.
    private func skipDone(_ entries: inout NumberedEntries) throws -> KeptRows {
        guard var reader = try SpoolReader(target, header) else { return .none }
        if let warning = reader.warning { run.session.console.say(warning) }
        var kept = KeptRows.none
        var next = reader.next()
        while let (row, end) = next, let (index, entry) = entries.peek() {
            if entry == .picture(.standardInput) { break }  // can be read once only
            if case .picture(let path) = entry, path == row.name, index == row.index,
                let version = row.version, FileVersion(path) == version
            {
                kept = end
                next = reader.next()
            } else if case .failed(let path, let reason) = run.reader.read(entry).outcome {
                try log.fail(path, reason: reason)
            } else {
                break
            }
            _ = entries.next()
        }
        run.progress.skip(kept.rows + log.failed)
        return kept
    }
}

/// The listing's entries with their places, those of one shard only.
struct NumberedEntries: Sequence, IteratorProtocol {
    private var listing: PictureListing
    private let shard: Shard?
    private var index = 0
    /// Entries of the whole listing that were passed.
    var passed: Int { index }
    private var peeked: (index: Int, entry: PictureListing.Entry)?

    init(_ listing: PictureListing, _ shard: Shard?) {
        self.listing = listing
        self.shard = shard
    }

    /// The next entry, which stays the next.
    mutating func peek() -> (index: Int, entry: PictureListing.Entry)? {
        if peeked == nil { peeked = pull() }
        return peeked
    }

    mutating func next() -> (index: Int, entry: PictureListing.Entry)? {
        defer { peeked = nil }
        return peeked ?? pull()
    }

    private mutating func pull() -> (index: Int, entry: PictureListing.Entry)? {
        while let entry = listing.next() {
            defer { index += 1 }
            if shard?.has(index) ?? true { return (index, entry) }
        }
        return nil
    }
}
