/// The forms in which data lie on a disk.
public enum DatasetKind: String, Sendable, CaseIterable {
    /// `class/picture.jpg`.
    case classFolders = "class folders"
    /// A table with a row per picture or caption: CSV, TSV or JSON lines.
    case manifest
    /// Shards of WebDataset.
    case webDataset = "WebDataset"
    /// CIFAR-10 or CIFAR-100.
    case cifar = "CIFAR"
    /// MNIST's files.
    case idx = "IDX"
    /// Stanford Cars with its devkit.
    case stanfordCars = "Stanford Cars"
}
