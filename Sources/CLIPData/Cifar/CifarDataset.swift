/// CIFAR-10 or CIFAR-100, as binary files or Python's.
struct CifarDataset: Dataset {
    let name: String
    let classes: [DatasetClass]
    let isMultiLabel = false
    let notes: [String]
    /// What one byte says: labels of the binary form are no larger.
    private static let mostClasses = 255
    private let parts: [(name: String, batches: [CifarBatch])]

    var splits: [String] { parts.map(\.name) }

    init(_ files: CifarFiles, name: String) throws(DatasetError) {
        parts = try files.parts()
        if let names = try files.classNames() {
            guard Set(names).count == names.count else {
                throw DatasetError("\(name): two classes have one name in its file of names")
            }
            classes = names.map { DatasetClass($0) }
            notes = []
        } else {
            let most = parts.flatMap(\.batches).flatMap(\.labels).max() ?? 0
            guard (0...Self.mostClasses).contains(most) else {
                throw DatasetError(
                    "\(name): its largest label is \(most), where CIFAR's are 0 to 99: no classes can be made of that"
                )
            }
            classes = (0...most).map { DatasetClass("\($0)") }
            notes = [
                "the file with the names of classes is missing: they are called by number; --classnames cifar10"
            ]
        }
        self.name = name
    }

    func samples(of split: String?) throws(DatasetError) -> any SampleReader {
        let wanted = try split.map { name throws(DatasetError) in try self.split(named: name) }
        let batches = parts.filter { wanted == nil || $0.name == wanted }.flatMap(\.batches)
        let count = classes.count
        return JoinedReader(
            batches.map { batch in
                RangedReader(batch.count) { index throws(DatasetError) in
                    let id = "\(batch.name)#\(index)"
                    let label = batch.labels[index]
                    guard (0..<count).contains(label) else {
                        return .unreadable(id: id, reason: "label \(label), where there are \(count) classes")
                    }
                    return .sample(
                        Sample(id: id, picture: .pixels(try batch.picture(index)), labels: [label]))
                }
            })
    }
}
