#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

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
    /// One file of weights, mapped as in a folder: what OpenAI published, a training checkpoint, safetensors.
    ///
    /// A TorchScript archive is taken for one of OpenAI's. For other files a configuration beside the file counts
    /// where there is one. Without it the sizes are inferred from the tensors as OpenAI's reference does, pictures
    /// are prepared as OpenAI's, and the activation, which no tensor shows, must be given by
    /// ``LoadingOptions/activation``. What was assumed is in ``ModelFolder/assumptions``.
    case file(String)
    /// Files in memory that outlives the process's last use of the model and never changes, by the names
    /// that they would have in a folder.
    case memory(name: String, files: [String: UnsafeRawBufferPointer])

    /// The file or the folder at a path.
    public static func path(_ path: String) -> ModelSource {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? .file(path) : .folder(path)
    }
}
