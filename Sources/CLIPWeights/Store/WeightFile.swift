/// A file of weights in whatever form it came: its tensors by name.
///
/// Read are safetensors, PyTorch's archives (`torch.save`, and `torch.jit.save` as OpenAI published its models) and
/// PyTorch's older form. The form is told by the content, not by the file's name. Of a pickle, the program by which
/// Python rebuilds objects, nothing is run; a file that wants anything called that weights do not need is refused.
///
/// What is found is checked when the file is opened, so that no later access leaves it. A file above 16 MiB is
/// mapped, and must not be shortened while it is in use; replace it by renaming.
public struct WeightFile: Sendable {
    /// What wrote a file.
    public enum Format: String, Sendable, Hashable {
        case safetensors
        /// `torch.save`.
        case torch
        /// `torch.save` before PyTorch 1.6, or with `_use_new_zipfile_serialization=False`.
        case torchLegacy
        /// `torch.jit.save`: the tensors are those of the module and its submodules, their names with dots.
        case torchScript
    }

    /// What was chosen where a file holds more than a model's weights.
    public struct Selection: Sendable, Hashable {
        /// The key of the weights that are read, `state_dict` for example; with dots where keys lie in keys.
        public let key: String
        /// Keys of other weights beside it, which are not read: averages over training (`state_dict_ema`), for example.
        public let others: [String]
    }

    /// The file's path, or the name that was given to memory.
    public var name: String { bytes.name }
    /// The form that was found.
    public let format: Format
    /// Free text that the writer left in the file, `format` for example; only safetensors have it.
    public let metadata: [String: String]
    /// Which part of a training checkpoint's content the tensors are; nil for a file that is weights and nothing else.
    public let selection: Selection?
    /// The names of all tensors, in the order of the file. Of a training checkpoint those of the model alone.
    public let tensorNames: [String]
    /// How many numbers the file holds for its tensors; what several share is counted once.
    public let elementCount: Int
    /// The whole file.
    package let bytes: FileBytes
    private let tensors: [String: WeightTensor]

    /// Opens the file at `path`.
    public init(path: String) throws(WeightError) {
        try self.init(FileBytes(path: path))
    }

    /// Opens a file that lies in memory.
    ///
    /// - Parameters:
    ///   - bytes: the file's bytes, at any alignment; they must outlive the process's last use of the
    ///     tensors and never change.
    ///   - name: what messages call it.
    public init(bytes: UnsafeRawBufferPointer, name: String) throws(WeightError) {
        try self.init(FileBytes(permanent: bytes, name: name))
    }

    package init(_ file: FileBytes) throws(WeightError) {
        switch try WeightFileKind(of: file) {
        case .safetensors: try self.init(SafetensorsFile(file))
        case .archive: try self.init(TorchArchive.read(file), in: file)
        case .pickles: try self.init(TorchLegacyFile.read(file), in: file)
        }
    }

    /// A safetensors file that is open already.
    public init(_ file: SafetensorsFile) {
        format = .safetensors
        selection = nil
        metadata = file.metadata
        tensorNames = file.tensorNames
        elementCount = file.elementCount
        bytes = file.bytes
        tensors = file.tensors
    }

    private init(_ dictionary: StateDictionary, in file: FileBytes) {
        format = dictionary.format
        selection = dictionary.choice
        metadata = [:]
        tensorNames = dictionary.names
        elementCount = dictionary.elementCount
        bytes = file
        tensors = dictionary.tensors
    }

    /// The tensor of this name, if the file has one.
    public subscript(name: String) -> WeightTensor? { tensors[name] }

    /// What tells this state of the file from another; nil for memory.
    package var stamp: FileStamp? { bytes.stamp }
}
