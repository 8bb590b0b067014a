public import CLIPImages

/// One example of a dataset: a picture with what is said of it.
public struct Sample: Sendable {
    /// Names the example within its dataset, the same in every run: a path below the root, `0.tar/00012`, or
    /// `test_batch.bin#17`.
    public let id: String
    /// Where its pixels come from.
    public let picture: SamplePicture
    /// Indices into the dataset's classes: one, several where pictures have several labels, none for captions alone.
    public let labels: [Int]
    /// Sentences that describe the picture; empty where there are none.
    public let captions: [String]

    /// Puts an example together.
    public init(id: String, picture: SamplePicture, labels: [Int] = [], captions: [String] = []) {
        self.id = id
        self.picture = picture
        self.labels = labels
        self.captions = captions
    }
}

/// Where an example's pixels come from.
public enum SamplePicture: Sendable {
    /// A picture file: the bytes of its path, as the file system keeps them.
    case file(path: [UInt8])
    /// A picture file in an archive, or in memory.
    case packed(PackedPicture)
    /// Pixels that were never in a picture file, such as CIFAR's.
    case pixels(RGBImage)
}

/// What a reader of samples comes upon.
public enum SampleEntry: Sendable {
    /// An example that can be tried; whether its picture can be decoded shows later.
    case sample(Sample)
    /// Something that should have been an example: what, and why it is none.
    case unreadable(id: String, reason: String)
}
