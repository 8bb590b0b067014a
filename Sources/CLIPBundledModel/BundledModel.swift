internal import CCLIPBundledModel
public import CLIP

extension ModelSource {
    /// The small model that is part of the binary: it works offline and at once, and is meant to show the
    /// software, not to be accurate. Its README.md says what it reaches.
    public static var bundled: ModelSource {
        var list: UnsafePointer<cclip_bundled_file>?
        let count = cclip_bundled_model_files(&list)
        var files: [String: UnsafeRawBufferPointer] = [:]
        for file in UnsafeBufferPointer(start: list, count: count) {
            files[String(cString: file.name)] = UnsafeRawBufferPointer(start: file.bytes, count: file.count)
        }
        return .memory(name: "pocket", files: files)
    }
}
