import CLIP
import CLIPWeights

/// Texts into a file, from the start or from where an earlier run stopped.
struct TextEmbedding {
    private let session: Session
    private let target: EmbeddingTarget
    private let header: EmbeddingHeader
    private let options: EmbedOptions

    init(
        _ session: Session, _ target: EmbeddingTarget, _ header: EmbeddingHeader, _ options: EmbedOptions
    ) {
        self.session = session
        self.target = target
        self.header = header
        self.options = options
    }

    /// Embeds the texts, `batch` at a time.
    ///
    /// - Returns: the rows of the finished file.
    func run(_ texts: [String], _ batch: Int) async throws -> Int {
        let rows = rows(of: texts)
        let kept = options.resume ? try keptRows(rows) : .none
        var spool = try EmbeddingSpool(target, header, keeping: kept)
        let progress = ProgressBar(session.console, noun: "text")
        progress.expect(rows.count)
        progress.skip(kept.rows)
        while spool.rows < rows.count {
            if let signal = Interruption.signalNumber {
                progress.finish()
                try spool.synchronise()
                session.console.say(
                    "stopped after \(DisplayNumber.count(spool.rows, "text")); the same command with --resume goes on"
                )
                throw CommandFailure.interrupted(by: signal)
            }
            let part = rows[spool.rows..<min(spool.rows + batch, rows.count)]
            guard let vectors = try await encode(part) else { continue }  // a signal: said above
            if let bad = part.indices.first(where: { !vectors.hasDirection($0 - part.startIndex) }) {
                let text = DisplayText.clipped(part[bad].name.text, to: 60)
                throw CommandFailure.failed("\"\(text)\": \(FiniteRows.reason)")
            }
            try spool.append(vectors, Array(part))
            progress.advance(by: part.count)
        }
        progress.finish()
        try spool.finish()
        return spool.rows
    }

    /// Compares a finished file with the texts.
    ///
    /// - Returns: its rows.
    /// - Throws: what differs, with the remedy.
    func checkFinished(_ texts: [String]) throws -> Int {
        var finished = try FinishedEmbeddings(target, header)
        if let warning = finished.warning { session.console.say(warning) }
        let rows = rows(of: texts)
        for row in rows where try finished.next()?.hash != row.hash { throw target.changed(row.name) }
        if let row = try finished.next() { throw target.changed(row.name) }
        return rows.count
    }

    private func rows(of texts: [String]) -> [EmbeddingRow] {
        texts.enumerated().filter { options.shard?.has($0.offset) ?? true }.map { index, text in
            EmbeddingRow(
                kind: .text, index: index, name: RawPath(text),
                hash: Array(text.utf8).withUnsafeBytes { ContentDigest(of: $0) }.hex, version: nil)
        }
    }

    /// One row per text; nil if a signal came meanwhile.
    private func encode(_ part: ArraySlice<EmbeddingRow>) async throws -> EmbeddingMatrix? {
        let texts = part.map(\.name.text)
        do {
            if let layer = header.hidden {
                return try await session.clip.encode(texts: texts, hidden: layer.depth).matrix
            }
            return try await session.clip.encode(texts: texts, normalised: header.normalised)
        } catch {
            guard Interruption.signalNumber == nil else { return nil }
            throw error
        }
    }

    private func keptRows(_ rows: [EmbeddingRow]) throws -> KeptRows {
        guard var reader = try SpoolReader(target, header) else { return .none }
        if let warning = reader.warning { session.console.say(warning) }
        var kept = KeptRows.none
        while let (row, end) = reader.next(), kept.rows < rows.count, row == rows[kept.rows] { kept = end }
        return kept
    }
}
