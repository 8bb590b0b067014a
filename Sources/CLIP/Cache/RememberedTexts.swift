/// Text embeddings of a model on disk, for whoever does not want to wait for the disk.
///
/// Embeddings are known by the digest of the text tower's weights. Where that is not remembered yet, finding it out
/// takes longer than to encode some labels: then nothing is looked up, and what is computed waits for ``settle()``.
package final class RememberedTexts: Sendable {
    private struct State {
        /// Where embeddings are, once the digest is known.
        var cache: TextEmbeddingCache?
        var waiting: [(text: String, embedding: [Float])] = []
    }

    private let model: CLIPModel
    private let disk: DiskCache
    private let state: Locked<State>
    /// With more than so many the digest takes less time than they took, and they are not held any longer.
    private static let mostWaiting = 4096

    init(_ model: CLIPModel, _ disk: DiskCache) {
        self.model = model
        self.disk = disk
        state = Locked(State(cache: model.knownTextCache(on: disk)))
    }

    /// The unit vectors of those texts that are there, by the texts' position.
    func embeddings(of texts: [String]) -> [Int: [Float]] {
        state.withLock(\.cache)?.embeddings(of: texts, normalised: true) ?? [:]
    }

    /// Keeps unit vectors, now or when there is time.
    func keep(_ rows: [(text: String, embedding: [Float])]) {
        let isTime = state.withLock { state in
            state.waiting += rows
            return state.cache != nil || state.waiting.count > Self.mostWaiting
        }
        if isTime { keepWaiting() }
    }

    /// Whether there is something left to do.
    package var isWaiting: Bool { state.withLock { !$0.waiting.isEmpty } }

    /// Finds out what is missing and keeps what waits: after the answer, for the next run.
    @concurrent
    package func settle() async { if isWaiting { keepWaiting() } }

    private func keepWaiting() {
        let (known, rows) = state.withLock { state in
            defer { state.waiting = [] }
            return (state.cache, state.waiting)
        }
        guard let cache = known ?? model.textCache(on: disk) else { return }
        state.withLock { $0.cache = cache }
        cache.keep(rows, normalised: true)
    }
}
