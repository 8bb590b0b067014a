/// What shards hold, found without reading pictures.
struct ShardScan {
    private(set) var hasLabels = false
    private(set) var hasVectors = false
    private(set) var vectorLength = 0

    /// What the first samples have.
    /// - Throws: ``DatasetError`` where the first shard is no shard.
    static func first(of layout: ShardLayout, in tree: any PictureTree) throws(DatasetError) -> ShardScan {
        var scan = ShardScan()
        guard let path = layout.parts.first?.shards.first else { return scan }
        var shard = try ShardReader(tree.open(path))
        for _ in 0..<16 {
            guard let group = try shard.next() else { break }
            guard let sample = try? ShardSample(group, shard, linesAreCaptions: false) else { continue }
            if sample.label != nil { scan.hasLabels = true }
            if let vector = sample.vector {
                scan.hasVectors = true
                scan.vectorLength = vector.count
            }
        }
        return scan
    }

    /// All labels of all shards, sorted: as numbers where they are numbers.
    static func labels(of layout: ShardLayout, in tree: any PictureTree) throws(DatasetError) -> [String] {
        var labels: Set<String> = []
        for path in layout.parts.flatMap(\.shards) {
            // A damaged shard is named when samples are gone through.
            guard var shard = try? ShardReader(tree.open(path)) else { continue }
            while let group = try? shard.next() {
                let sample = try? ShardSample(group, shard, linesAreCaptions: false)
                if let label = sample?.label { labels.insert(label) }
            }
        }
        return LabelOrder.sorted(labels)
    }
}
