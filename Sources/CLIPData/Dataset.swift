/// Labelled or captioned pictures, in an order that is the same in every run.
///
/// Opening a dataset reads its index, not its pictures; memory does not grow with their number beyond names.
public protocol Dataset: Sendable {
    /// What results call it: the folder's or file's name, without an extension.
    var name: String { get }
    /// The classes in the order of label indices; empty where there are captions alone.
    var classes: [DatasetClass] { get }
    /// Its parts, such as `train` and `test`, in the order in which they are listed; empty when it is not divided.
    var splits: [String] { get }
    /// Whether a picture may have several labels.
    var isMultiLabel: Bool { get }

    /// Goes through the examples of a part, or of all parts in order when `split` is nil.
    /// - Throws: ``DatasetError`` for a part that is not there, or a file that cannot be opened.
    func samples(of split: String?) throws(DatasetError) -> any SampleReader
}

/// Goes through examples, one after the other.
public protocol SampleReader {
    /// The next entry; nil at the end.
    /// - Throws: ``DatasetError`` where nothing behind this place can be read.
    mutating func next() throws(DatasetError) -> SampleEntry?
}

/// A class of a dataset.
public struct DatasetClass: Sendable, Hashable {
    /// Its name as the data has it, such as `n02102040` or `apple_braeburn_1`: unique in the dataset.
    public let name: String
    /// What it is called in prompts, at least one name: each takes part in the class's ensemble.
    public let names: [String]

    /// A class that is called `names`, or as the data has it.
    public init(_ name: String, called names: [String]? = nil) {
        self.name = name
        self.names = names ?? [name]
        precondition(!self.names.isEmpty, "the class \(name) has no name for prompts")
    }
}

/// Why a dataset cannot be used.
public struct DatasetError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, where, and what to do about it.
    public let message: String

    /// The message itself.
    public var description: String { message }

    /// An error with its message.
    public init(_ message: String) {
        self.message = message
    }
}
