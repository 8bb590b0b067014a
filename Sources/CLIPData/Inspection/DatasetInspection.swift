/// What a dataset holds, by going through all of it.
public struct DatasetInspection: Sendable {
    /// The parts gone through; one without a name where the data are not divided.
    public let parts: [Part]
    /// A few samples of each part, the first of as many classes.
    public let examples: [Example]
    /// What cannot be read, in order.
    public let unreadable: [Unreadable]
    /// Pictures that occur more than once, in the order of their first occurrence; empty where nothing was read.
    public let duplicates: [Duplicate]
    /// Whether pictures were read, or only counted.
    public let hasReadPictures: Bool

    /// A part's numbers.
    public struct Part: Sendable, Hashable {
        /// Its name; nil where the data are not divided.
        public let name: String?
        /// Samples whose picture could be read, or all where none was tried.
        public internal(set) var samples = 0
        /// Samples of each class, by the class's index; one with several labels counts for each.
        public internal(set) var perClass: [Int]
        /// Samples without any label.
        public internal(set) var unlabelled = 0
        /// Captions of all samples together.
        public internal(set) var captions = 0
    }

    /// A sample as it is shown.
    public struct Example: Sendable, Hashable {
        /// The part that it is of; nil where the data are not divided.
        public let part: String?
        /// Its id.
        public let id: String
        /// Indices of its classes.
        public let labels: [Int]
        /// Its sentences.
        public let captions: [String]
        /// Width and height in pixels; nil where it was not read.
        public let size: [Int]?
    }

    /// Something that is no usable sample.
    public struct Unreadable: Sendable, Hashable {
        /// Which.
        public let id: String
        /// Why.
        public let reason: String
    }

    /// One picture that occurs more than once.
    public struct Duplicate: Sendable, Hashable {
        /// All places, in order.
        public internal(set) var places: [Place]

        /// Where a picture occurs.
        public struct Place: Sendable, Hashable {
            /// The part; nil where the data are not divided.
            public let part: String?
            /// The sample.
            public let id: String
            /// Indices of its classes.
            public let labels: [Int]
        }

        /// Whether it is in two parts: what a model learns from would be what it is tested by.
        public var isAcrossParts: Bool { Set(places.map(\.part)).count > 1 }
        /// Whether its occurrences have different labels.
        public var hasOtherLabels: Bool { Set(places.map { $0.labels.sorted() }).count > 1 }
    }
}
