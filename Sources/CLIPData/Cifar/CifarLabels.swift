/// CIFAR-100's two labels of each picture: one of a hundred things, and one of the twenty kinds that they belong to.
enum CifarLabels: String, CaseIterable {
    case fine = "fine_label"
    case coarse = "coarse_label"

    /// By Hugging Face's names, by those of the pickles, or by `label`, which is the fine one.
    init?(_ name: String) {
        let name = name.lowercased()
        let singular = name.hasSuffix("s") ? String(name.dropLast()) : name
        self.init(rawValue: singular == "label" ? Self.fine.rawValue : singular)
    }

    /// Where its byte is in a record of the binary form.
    var place: Int { self == .coarse ? 0 : 1 }
    /// Its list in a pickle.
    var key: String { rawValue + "s" }
    /// The list of its classes' names in a pickle.
    var namesKey: String { rawValue + "_names" }
    /// The file of its classes' names in the binary form.
    var namesFile: String { namesKey + ".txt" }
}
