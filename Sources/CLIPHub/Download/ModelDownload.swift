internal import CLIP

/// One model on its way into the cache: what the hub has, what of it is needed, and blob after blob, the weights last,
/// so that weights that are there tell that the rest is, too.
struct ModelDownload {
    let model: HubModel
    let repository: CachedRepository
    let settings: HubSettings

    /// A file with its blob's name, and the bytes that are still to come.
    private struct Piece {
        let file: RepositoryListing.File
        let blob: String
    }

    func run(_ client: borrowing HubClient) throws(HubError) -> ModelHub.Snapshot {
        let listing = try listing(client)
        let names = listing.files.map(\.name)
        guard let needed = ModelFiles(among: names) else {
            throw HubError(.unsupported, unsupported(names))
        }
        try checkSpace((needed.small + [needed.weights]).compactMap(listing.file))
        // What its configuration rules out is refused before gigabytes of it are here.
        try get(Array(needed.small.prefix(1)), of: listing, client, isTold: false)
        try refuseUnusable(listing.commit)
        var heavy = [needed.weights]
        if needed.isIndexed {
            // The parts are known when the index is here.
            try get(heavy, of: listing, client, isTold: false)
            heavy = try parts(needed.weights, listing)
            try checkSpace(heavy.compactMap(listing.file))
        }
        try get(needed.small + heavy, of: listing, client, isTold: true)
        repository.noteAbsent(needed.absent, of: listing.commit)
        // Last, so that an interrupted download leaves the revision that was here in use.
        try repository.note(model.revision, is: listing.commit)
        return ModelHub.Snapshot(
            model: model, commit: listing.commit, folder: repository.snapshot(listing.commit))
    }

    private func listing(_ client: borrowing HubClient) throws(HubError) -> RepositoryListing {
        let sink = DocumentSink("\(model)", limit: 64 << 20)
        _ = try client.get(
            "/api/models/\(model.id)/revision/\(WebAddress.escaped(model.revision))?blobs=true",
            of: HubSubject(model: model), timeout: settings.answerTimeout, into: sink)
        return try RepositoryListing(sink.bytes, of: model)
    }

    private func refuseUnusable(_ commit: String) throws(HubError) {
        do throws(ConfigurationError) {
            _ = try ModelFolder(.folder(repository.snapshot(commit)), options: LoadingOptions(needs: []))
        } catch {
            // That other files are missing is no news here.
            guard error.code == .unsupported || error.code == .malformed else { return }
            throw HubError(error)
        }
    }

    private func unsupported(_ names: [String]) -> String {
        let shown =
            names.isEmpty
            ? "no file" : names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
        return
            "\(model): no model of a known layout: expected open_clip_config.json, or config.json with "
            + "preprocessor_config.json, and weights as safetensors or as a PyTorch archive beside it; the repository has "
            + shown
    }

    private func parts(_ index: String, _ listing: RepositoryListing) throws(HubError) -> [String] {
        let bytes = SystemFiles.read(repository.snapshot(listing.commit) + "/" + index, atMost: 64 << 20)
        guard let parts = bytes.flatMap(ModelFiles.parts) else {
            throw HubError(.malformed, "\(model): \(index) is not an index of weights")
        }
        let missing = parts.filter { listing.file($0) == nil }
        guard missing.isEmpty else {
            throw HubError(
                .unsupported,
                "\(model): \(index) names files that the repository does not have: \(missing.joined(separator: ", "))"
            )
        }
        return parts
    }

    // MARK: Blobs

    /// - Parameter isTold: whether progress is reported: not for a few bytes ahead of the rest.
    private func get(
        _ names: [String], of listing: RepositoryListing, _ client: borrowing HubClient, isTold: Bool
    ) throws(HubError) {
        var pieces: [Piece] = []
        let folder = repository.snapshot(listing.commit)
        for name in names {
            guard let file = listing.file(name),
                !SystemFiles.isWhole("\(folder)/\(name)", size: file.size)
            else { continue }
            try pieces.append(piece(file, listing.commit, client))
        }
        // A cache that cannot be written serves what it has.
        guard !pieces.isEmpty else { return }
        try repository.prepare(listing.commit)
        let total = pieces.reduce(0) { $0 + ($1.file.size ?? 0) }
        var done = 0
        for piece in pieces {
            let before = done
            let report = client.report
            let blob = BlobDownload(
                file: piece.file, blob: piece.blob, repository: repository,
                subject: HubSubject(model: model, file: piece.file.name),
                path: path(piece.file.name, listing.commit), settings: settings
            ) { if isTold { report(.received(bytes: before + $0, of: max(total, before + $0))) } }
            try blob.run(client)
            try repository.link(
                piece.blob, as: piece.file.name, in: listing.commit, avoidingLinks: settings.avoidsLinks)
            done += piece.file.size ?? 0
        }
    }

    private func path(_ file: String, _ commit: String) -> String {
        "/\(model.id)/resolve/\(commit)/\(WebAddress.escaped(file, keeping: "/"))"
    }

    /// What a file is called in the cache. A hub that lists names only is asked for each file.
    private func piece(
        _ file: RepositoryListing.File, _ commit: String, _ client: borrowing HubClient
    ) throws(HubError) -> Piece {
        if let blob = file.etag { return Piece(file: file, blob: blob) }
        let look = HeaderSink()
        let answer = try client.get(
            path(file.name, commit), of: HubSubject(model: model, file: file.name),
            timeout: settings.answerTimeout, into: look)
        guard let blob = BlobName.of(answer["x-linked-etag"] ?? answer["etag"]) else {
            throw HubError(
                .malformed,
                "\(model): \(file.name): the hub does not say which content this is (no ETag); if HF_ENDPOINT is "
                    + "set, check it")
        }
        let said = answer["x-linked-size"] ?? look.length
        if let said, !said.utf8.allSatisfy({ (48...57).contains($0) }) {
            throw HubError(
                .malformed,
                "\(model): \(file.name): the answer says that it has \(said) bytes; if HF_ENDPOINT is set, check it"
            )
        }
        let size = RepositoryListing.plausible(said.flatMap { Int($0) })
        return Piece(file: .init(name: file.name, size: size ?? file.size, etag: blob), blob: blob)
    }

    /// Refuses a download that the disk has no room for; what an earlier run left is there already.
    private func checkSpace(_ files: [RepositoryListing.File]) throws(HubError) {
        let needed = files.reduce(0) { sum, file in
            guard let size = file.size, let blob = file.etag else { return sum }
            let path = "\(repository.blobs)/\(blob)"
            guard SystemFiles.kind(path) != .file else { return sum }
            return sum + max(0, size - (SystemFiles.size(path + ".incomplete") ?? 0))
        }
        var folder = repository.blobs
        while SystemFiles.kind(folder) != .folder, folder.contains("/"), folder != "/" {
            folder = SystemFiles.folder(of: folder)
        }
        guard let free = SystemFiles.freeBytes(folder), free < needed else { return }
        throw HubError(
            .noSpace,
            "\(model): \(needed >> 20) MiB are still to come, but \(repository.path) has room for \(free >> 20) MiB: "
                + "make room (swift-clip models prune), or set HF_HUB_CACHE to a folder of a larger disk")
    }
}
