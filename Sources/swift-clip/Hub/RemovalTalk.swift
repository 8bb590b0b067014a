import CLIPHub

/// What was removed, in words.
struct RemovalTalk {
    let console: Console
    let isTrial: Bool

    /// - Throws: the paths that could not be removed.
    func tell(_ name: String, _ removed: RemovedFiles) throws(CommandFailure) {
        if removed.isBusy {
            throw .failed("\(name): another process is downloading it; nothing was removed")
        }
        if let first = removed.failed.first {
            throw .failed(
                "\(name): \(DisplayNumber.count(removed.failed.count, "path")) could not be removed: \(first)"
                    + (removed.failed.count > 1 ? ", …" : ""))
        }
        let parts =
            (removed.revisions.isEmpty
                ? [] : [DisplayNumber.count(removed.revisions.count, "revision")])
            + (removed.blobs > 0 ? [DisplayNumber.count(removed.blobs, "file")] : [])
            + (removed.incomplete > 0 ? [DisplayNumber.count(removed.incomplete, "incomplete file")] : [])
        console.note(
            "\(isTrial ? "would remove" : "removed") \(name): "
                + (parts + [DisplayNumber.bytes(removed.bytes)]).joined(separator: ", "))
    }
}
