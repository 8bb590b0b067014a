public import CLIPWeights

/// A file of expected values: tensors that the reference implementation wrote, by name.
public struct Golden: Sendable {
    /// The file that holds the values.
    public let file: SafetensorsFile

    /// Opens a golden file; it is an error, not a reason to skip, if it is not there.
    public init(_ path: String) throws {
        file = try SafetensorsFile(path: path)
    }

    /// Opens a file of `Tests/Goldens` by its name there, with or without the extension.
    public init(named name: String) throws {
        let fileName = name.hasSuffix(".safetensors") ? name : name + ".safetensors"
        try self.init(Self.folder + "/" + fileName)
    }

    /// The folder of the golden files.
    public static var folder: String { Repository.root + "/Tests/Goldens" }

    /// The names of all values.
    public var names: [String] { file.tensorNames }

    /// What the reference noted about itself: versions, seeds, bounds.
    public var metadata: [String: String] { file.metadata }

    /// A tensor that must be there.
    public func tensor(_ name: String) throws -> WeightTensor {
        guard let tensor = file[name] else { throw MissingValue(file: file.name, name: name) }
        return tensor
    }

    /// A tensor's elements.
    public func floats(_ name: String) throws -> [Float] { try tensor(name).floats() }

    /// A tensor's elements, which must be whole numbers.
    public func integers(_ name: String) throws -> [Int] { try tensor(name).integers() }

    /// A tensor's elements, which must be bytes.
    public func bytes(_ name: String) throws -> [UInt8] { try tensor(name).withUnsafeBytes { Array($0) } }

    /// A tensor's sizes.
    public func shape(_ name: String) throws -> [Int] { try tensor(name).shape }

    /// A golden file lacks a value that a test asks for.
    public struct MissingValue: Error, CustomStringConvertible {
        /// The golden file.
        public let file: String
        /// The value that is not in it.
        public let name: String
        /// File and name.
        public var description: String { "\(file) has no '\(name)'" }
    }
}
