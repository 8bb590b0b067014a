/// Classes with the names that prompts use.
struct NamedClasses {
    private(set) var classes: [DatasetClass]
    private(set) var notes: [String] = []

    init(_ classes: [DatasetClass], _ options: DatasetReadingOptions) throws(DatasetError) {
        self.classes = classes
        if let set = options.classNames {
            self.classes = try set.naming(classes)
        } else if let named = ClassNameSet.forWordNetIDs(classes) {
            self.classes = named
            notes.append(
                "class folders are WordNet ids: prompts call them as ImageNet's classes; --classnames changes that"
            )
        }
        guard options.cleansNames else { return }
        let (cleaned, changes) = try CleanName.clean(self.classes)
        self.classes = cleaned
        guard !changes.isEmpty else {
            notes.append("class names were clean already")
            return
        }
        let count = changes.count == 1 ? "1 class name" : "\(changes.count) class names"
        let shown = changes.prefix(3).map { "\($0.from) → \($0.to)" }.joined(separator: ", ")
        notes.append("\(count) cleaned: \(shown)\(changes.count > 3 ? ", …" : "")")
    }
}
