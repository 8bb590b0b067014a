import CLIPData
import CLIPReports

/// Thumbnails of a dataset's pictures, for those that a page shows.
struct ReportPictures {
    private let thumbnails: [String: Thumbnail]

    /// Goes through the dataset once more and decodes the pictures asked for; what cannot be read has none.
    /// - Throws: `CommandFailure` after Ctrl-C: a dataset's archives may take long.
    init(of ids: Set<String>, in dataset: any Dataset, split: String?) throws(CommandFailure) {
        var thumbnails: [String: Thumbnail] = [:]
        var missing = ids
        if var reader = try? dataset.samples(of: split) {
            while !missing.isEmpty, let entry = try? reader.next() {
                if let signal = Interruption.signalNumber { throw .interrupted(by: signal) }
                guard case .sample(let sample) = entry, missing.remove(sample.id) != nil,
                    let picture = try? sample.picture.read(options: Thumbnail.decodingOptions).image
                else { continue }
                thumbnails[sample.id] = try? Thumbnail(picture)
            }
        }
        self.thumbnails = thumbnails
    }

    subscript(id: String) -> Thumbnail? { thumbnails[id] }
}
