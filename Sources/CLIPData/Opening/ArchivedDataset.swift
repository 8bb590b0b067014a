internal import CLIP

/// A dataset out of an archive, of which some files are refused: those that are pictures by their ending are named where
/// samples are gone through.
struct ArchivedDataset: Dataset {
    private let base: any Dataset
    private let faults: [ArchiveFault]

    var name: String { base.name }
    var classes: [DatasetClass] { base.classes }
    var splits: [String] { base.splits }
    var isMultiLabel: Bool { base.isMultiLabel }

    init(_ base: any Dataset, faults: [ArchiveFault]) {
        self.base = base
        self.faults = faults.filter {
            $0.path.isEmpty || PictureListing.endings.contains(TreePath.ending($0.path))
        }
    }

    func samples(of split: String?) throws(DatasetError) -> any SampleReader {
        let reader = try base.samples(of: split)
        // Which part a refused name belongs to is not asked: they are named once, with the first.
        let isFirst = try split.map { name throws(DatasetError) in try self.split(named: name) == splits.first
        }
        return FaultsFirst(faults: (isFirst ?? true ? faults : [])[...], base: reader)
    }

    private struct FaultsFirst: SampleReader {
        var faults: ArraySlice<ArchiveFault>
        var base: any SampleReader

        mutating func next() throws(DatasetError) -> SampleEntry? {
            if let fault = faults.popFirst() {
                let id = fault.path.isEmpty ? "the archive" : TreePath.text(fault.path)
                return .unreadable(id: id, reason: fault.reason)
            }
            return try base.next()
        }
    }
}
