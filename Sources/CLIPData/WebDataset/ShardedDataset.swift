internal import CLIP

/// WebDataset: samples in tar archives, as CLIP_benchmark and img2dataset lay them out. Shards are read from the front;
/// nothing but the sample at hand is in memory.
struct ShardedDataset: Dataset {
    let name: String
    let classes: [DatasetClass]
    let isMultiLabel: Bool
    let notes: [String]
    /// Of `zeroshot_classification_templates.txt`.
    let templates: [String]

    private let tree: any PictureTree
    private let parts: [ShardLayout.Part]
    private let linesAreCaptions: Bool
    /// Class numbers by labels that are no numbers, or that have gaps.
    private let numbers: [String: Int]?

    var splits: [String] { parts.map(\.name).filter { !$0.isEmpty } }

    init(_ tree: any PictureTree, _ layout: ShardLayout, name: String) throws(DatasetError) {
        self.name = name
        self.tree = tree
        parts = layout.parts
        func lines(_ file: String) throws(DatasetError) -> [String]? {
            try tree.lines(TreePath.join(layout.base, Array(file.utf8)))
        }
        let type = try lines("dataset_type.txt")?.first?.lowercased() ?? ""
        let names = try lines("classnames.txt")
        templates = try lines("zeroshot_classification_templates.txt")?.filter { !$0.isEmpty } ?? []
        linesAreCaptions = type == "retrieval"
        var notes = layout.notes
        let first = try ShardScan.first(of: layout, in: tree)
        isMultiLabel = type == "multilabel" || first.hasVectors
        if let names {
            if let twice = Dictionary(grouping: names, by: \.self).first(where: { $0.value.count > 1 }) {
                throw DatasetError(
                    "\(tree.path)/classnames.txt: two classes are called \"\(twice.key)\": give each a name of its own"
                )
            }
            classes = names.map { DatasetClass($0) }
            numbers = nil
        } else if type == "retrieval" || !first.hasLabels && !first.hasVectors {
            (classes, numbers) = ([], nil)
        } else if first.hasVectors {
            classes = (0..<first.vectorLength).map { DatasetClass("\($0)") }
            numbers = nil
            notes.append(
                "classnames.txt is missing: classes are called by number; --classnames FILE names them")
        } else {
            let labels = try ShardScan.labels(of: layout, in: tree)
            classes = labels.map { DatasetClass($0) }
            numbers = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
            if labels.allSatisfy({ Int($0) != nil }) {
                notes.append(
                    "classnames.txt is missing: classes are called by number; --classnames FILE names them")
            }
        }
        self.notes = notes
    }

    func samples(of split: String?) throws(DatasetError) -> any SampleReader {
        let wanted = try split.map { name throws(DatasetError) in try self.split(named: name) }
        let shards = parts.filter { wanted == nil || $0.name == wanted }.flatMap(\.shards)
        return Reader(dataset: self, shards: shards[...])
    }

    /// What a group of files is.
    private func entry(_ group: ShardReader.Group, _ shard: ShardReader, id: String) -> SampleEntry {
        do throws(DatasetError) {
            let found = try ShardSample(group, shard, linesAreCaptions: linesAreCaptions)
            guard let place = found.picture else {
                throw DatasetError("no picture among .\(group.files.map(\.ending).joined(separator: ", ."))")
            }
            let labels = try labels(found)
            let picture = try shard.picture(place, atMost: ArchiveMember.largest)
            return .sample(
                Sample(id: id, picture: .packed(picture), labels: labels, captions: found.captions))
        } catch {
            return .unreadable(id: id, reason: error.message)
        }
    }

    private func labels(_ sample: ShardSample) throws(DatasetError) -> [Int] {
        guard !classes.isEmpty else { return [] }
        if isMultiLabel {
            guard let vector = sample.vector else { return try sample.label.map(number).map { [$0] } ?? [] }
            guard vector.count == classes.count else {
                throw DatasetError(
                    ".npy has \(vector.count) numbers, where there are \(classes.count) classes")
            }
            return vector.indices.filter { vector[$0] > 0.5 }
        }
        return try sample.label.map(number).map { [$0] } ?? []
    }

    private func number(_ label: String) throws(DatasetError) -> Int {
        if let number = numbers?[label] { return number }
        if numbers == nil, let number = Int(label), classes.indices.contains(number) { return number }
        if numbers == nil, let number = classes.firstIndex(where: { $0.name == label }) { return number }
        throw DatasetError("label \(label), where there are \(classes.count) classes")
    }

    /// Goes through shards; one that cannot be read to its end is named, and the next one begun.
    private struct Reader: SampleReader {
        let dataset: ShardedDataset
        var shards: ArraySlice<[UInt8]>
        private var shard: ShardReader?

        init(dataset: ShardedDataset, shards: ArraySlice<[UInt8]>) {
            self.dataset = dataset
            self.shards = shards
        }

        mutating func next() -> SampleEntry? {
            while let path = shards.first {
                let name = TreePath.text(path)
                do throws(DatasetError) {
                    if shard == nil { shard = try ShardReader(dataset.tree.open(path)) }
                    if let group = try shard?.next(), let shard {
                        return dataset.entry(group, shard, id: "\(name)/\(TreePath.text(group.key))")
                    }
                    finish()
                } catch {
                    finish()
                    return .unreadable(id: name, reason: "\(error.message); nothing behind that is read")
                }
            }
            return nil
        }

        private mutating func finish() {
            shards.removeFirst()
            shard = nil
        }
    }
}
