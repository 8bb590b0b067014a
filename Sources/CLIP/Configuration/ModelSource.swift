/// Where a model's files are.
///
/// Unchecked, because raw pointers are not `Sendable` by themselves: memory given here never changes.
public enum ModelSource: @unchecked Sendable {
    /// A folder as OpenCLIP or Hugging Face publish models.
    case folder(String)
    /// Files in memory that outlives the process's last use of the model and never changes, by the names
    /// that they would have in a folder.
    case memory(name: String, files: [String: UnsafeRawBufferPointer])
}
