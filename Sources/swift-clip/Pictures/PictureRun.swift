import CLIP
import CLIPImages

/// Takes pictures through the model, batch by batch, in listing order.
///
/// Nothing is kept but the batch at hand, so memory does not grow with the number of pictures.
struct PictureRun {
    let session: Session
    let reader: PictureReader
    let batchSize: Int
    let progress: ProgressBar
    /// Raw vectors instead of unit ones.
    var normalised = true
    /// Where activations are taken instead of vectors.
    var hidden: HiddenLayer?

    init(
        _ session: Session, pictures: PictureOptions, batch: BatchOptions, progress: ProgressBar,
        normalised: Bool = true
    ) {
        self.session = session
        reader = session.reader(pictures)
        batchSize = batch.batchSize
        self.progress = progress
        self.normalised = normalised
    }

    /// Runs through all entries.
    ///
    /// - Parameter each: gets what became of a batch's entries, in order, and one row for each that was read.
    /// - Returns: the signal that ended the run early, if one did.
    func over(
        _ entries: some Sequence<PictureListing.Entry>,
        each: (_ outcomes: [PictureOutcome], _ rows: EmbeddingMatrix) throws -> Void
    ) async throws -> Int32? {
        var entries = entries.makeIterator()
        var bordered = 0
        defer { noteBorders(bordered) }
        while Interruption.signalNumber == nil {
            var batch: [PictureListing.Entry] = []
            while batch.count < batchSize, let entry = entries.next() { batch.append(entry) }
            guard !batch.isEmpty else { return Interruption.signalNumber }
            var outcomes = await session.clip.parallelMap(batch) { [reader] in reader.read($0) }
            let crops = outcomes.compactMap { outcome -> RGBImage? in
                guard case .read(let file, let crop) = outcome else { return nil }
                if file.hasBorders { bordered += 1 }
                return crop
            }
            guard Interruption.signalNumber == nil, var rows = try await encode(crops) else { break }
            FiniteRows.separate(&outcomes, &rows)
            try each(outcomes, rows)
            progress.advance(by: batch.count)
        }
        return Interruption.signalNumber
    }

    /// Says once how many pictures another tool has given borders.
    private func noteBorders(_ count: Int) {
        guard count > 0 else { return }
        session.console.note(
            "\(DisplayNumber.count(count, "picture")) of 256 × 256 with white borders, as img2dataset leaves them: the "
                + "vectors are of the borders, too; fetch them with --resize_mode keep_ratio")
    }

    /// One row per crop; nil if a signal came meanwhile.
    private func encode(_ crops: [RGBImage]) async throws -> EmbeddingMatrix? {
        do {
            if let hidden { return try await session.clip.encode(crops: crops, hidden: hidden.depth).matrix }
            return try await session.clip.encode(crops: crops, normalised: normalised)
        } catch {
            guard Interruption.signalNumber == nil else { return nil }
            throw error
        }
    }
}
