/// Where a model's files are.
///
/// Unchecked, because raw pointers are not `Sendable` by themselves: memory given here never changes.
public enum ModelSource: @unchecked Sendable {
    /// A folder as OpenCLIP or Hugging Face publish models.
    ///
    /// A file of weights above 16 MiB is mapped as long as the model is in use, all others are read. Replace such
    /// a file by renaming another over it, which the model does not notice. One that is shortened in place, or a
    /// disk that fails, takes bytes away that the model may still ask for, and the system answers that with the
    /// signal SIGBUS, which ends the process unless it is handled. A library cannot handle it: signals belong to
    /// the whole process. Where files may be changed so, copy them into memory and give them as ``memory(name:files:)``.
    case folder(String)
    /// Files in memory that outlives the process's last use of the model and never changes, by the names
    /// that they would have in a folder.
    case memory(name: String, files: [String: UnsafeRawBufferPointer])
}
