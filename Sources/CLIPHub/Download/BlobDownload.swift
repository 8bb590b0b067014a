/// One content on its way into the cache, under the lock that all who share the cache take for it.
struct BlobDownload {
    let file: RepositoryListing.File
    let blob: String
    let repository: CachedRepository
    let subject: HubSubject
    /// What the hub is asked for.
    let path: String
    let settings: HubSettings
    /// Told how many bytes are there.
    let onProgress: (Int) -> Void

    /// Returns when the blob is there, whole and right.
    func run(_ client: borrowing HubClient) throws(HubError) {
        let target = "\(repository.blobs)/\(blob)"
        if SystemFiles.isWhole(target, size: file.size) { return onProgress(file.size ?? 0) }
        let report = client.report
        let lock = try FileLock.acquire(repository.lock(of: blob), isCancelled: client.isCancelled) {
            report(.waiting(file: file.name))
        }
        // Another process may have finished it meanwhile.
        if SystemFiles.isWhole(target, size: file.size) { return onProgress(file.size ?? 0) }
        // What has another length was cut after it came.
        SystemFiles.remove(target)
        // Without a lock others may write the same file: then this run's has a name of its own.
        let stamp = lock.isHeld ? "" : "." + String(UInt32.random(in: 0...UInt32.max), radix: 16)
        let incomplete = "\(target)\(stamp).incomplete"
        for isLastTry in [false, true] {
            if try isRight(incomplete, client) {
                return try SystemFiles.move(incomplete, to: target)
            }
            SystemFiles.remove(incomplete)
            if !isLastTry { report(.damaged(file: file.name)) }
        }
        throw HubError(
            .damaged,
            "\(subject.text): what came, twice, is not what the hub says the file is (\(blob)); it was thrown away. "
                + "Something between here and \(client.endpoint.origin) changes downloads, a proxy for example"
        )
    }

    /// Downloads what is missing; whether the content is then what its name promises.
    private func isRight(_ incomplete: String, _ client: borrowing HubClient) throws(HubError) -> Bool {
        let sink = try BlobSink(
            incomplete, name: blob, of: file, endpoint: client.endpoint.origin, onProgress: onProgress)
        var tries = TryCount(from: sink.count)
        while !sink.isWhole {
            do throws(HubError) {
                _ = try client.get(path, of: subject, timeout: settings.downloadTimeout, into: sink)
            } catch {
                if error.code == .damaged { return false }
                throw error
            }
            // Whether all came cannot be told by its size: the server said that it did.
            guard let size = file.size else { break }
            if sink.count == size { break }
            tries.fail(at: sink.count, sink.stride)
            guard tries.failed <= settings.retries else {
                throw HubError(
                    .unreachable,
                    "\(subject.text): the connection ended after \(sink.count) of \(size) bytes, again and again; "
                        + "the next try goes on there")
            }
        }
        guard sink.isRight else { return false }
        try sink.synchronise()
        return true
    }
}
