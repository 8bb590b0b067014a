import CLIP
import CLIPImages

/// Takes pictures through the model, in listing order, some being read while others are encoded.
///
/// Nothing is kept but the pictures at hand, so memory does not grow with their number.
struct PictureRun {
    let session: Session
    let reader: PictureReader
    let batchSize: Int
    let progress: ProgressBar
    /// What is made of pictures: vectors, unit or raw ones, or activations.
    var output: PictureOutput

    init(
        _ session: Session, pictures: PictureOptions, batch: BatchOptions, progress: ProgressBar,
        normalised: Bool = true
    ) {
        self.session = session
        reader = session.reader(pictures)
        batchSize = batch.batchSize
        self.progress = progress
        output = .embedding(normalised: normalised)
    }

    /// Runs through all entries.
    ///
    /// - Parameter each: gets what became of some entries, in order, and one row for each that was read.
    /// - Returns: the signal that ended the run early, if one did; what was finished before went to `each`.
    func over(
        _ entries: some Sequence<PictureListing.Entry>,
        each: (_ outcomes: [PictureOutcome], _ rows: EmbeddingMatrix) throws -> Void
    ) async throws -> Int32? {
        var bordered = 0
        defer { noteBorders(bordered) }
        let stream = session.clip.stream(
            entries.makeIterator(), making: output, batchSize: batchSize, announce: PictureReader.announce
        ) { [reader] in reader.read($0) }
        do {
            while var (outcomes, rows) = try await stream.next() {
                let isLast = Self.endBeforeInterruption(&outcomes, &rows)
                for case .read(let file) in outcomes where file.hasBorders { bordered += 1 }
                let count = outcomes.count
                FiniteRows.separate(&outcomes, &rows)
                try each(outcomes, rows)
                progress.advance(by: count)
                if isLast { break }
            }
            await stream.close()
        } catch {
            await stream.close()
            guard error is CancellationError, Interruption.signalNumber != nil else { throw error }
        }
        return Interruption.signalNumber
    }

    /// Leaves out standard input, which a signal ended, and what follows it.
    /// - Returns: whether that was there.
    private static func endBeforeInterruption(
        _ outcomes: inout [PictureOutcome], _ rows: inout EmbeddingMatrix
    ) -> Bool {
        let end = outcomes.firstIndex { outcome in
            if case .failed(.standardInput, _) = outcome { true } else { false }
        }
        guard let end, Interruption.signalNumber != nil else { return false }
        outcomes.removeSubrange(end...)
        rows = rows.prefix(outcomes.count { if case .read = $0 { true } else { false } })
        return true
    }

    /// Says once how many pictures another tool has given borders.
    private func noteBorders(_ count: Int) {
        guard count > 0 else { return }
        session.console.note(
            "\(DisplayNumber.count(count, "picture")) of 256 × 256 with white borders, as img2dataset leaves them: the "
                + "vectors are of the borders, too; fetch them with --resize_mode keep_ratio")
    }
}
