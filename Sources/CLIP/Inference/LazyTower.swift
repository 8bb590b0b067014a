/// A tower whose weights are packed by the calls that need it.
///
/// A process that has one picture or some labels goes through a tower once: then packed weights would be written to
/// memory to be read once, and hundreds of megabytes be taken from the system. So the first pass of few inputs gets a
/// tower that packs each weight when its turn comes, in the place of the last; the second gets one that keeps them.
///
/// Building it cannot fail: its names and shapes were checked when the model was loaded.
final class LazyTower<Tower: Sendable>: Sendable {
    private struct State {
        var kept: Tower?
        var wasUsed = false
    }

    private let state = Locked(State())
    private let build: @Sendable (_ keeps: Bool) -> Tower

    /// - Parameter build: makes the tower; `keeps`: whether for every pass from now on, or for one.
    init(_ build: @escaping @Sendable (_ keeps: Bool) -> Tower) {
        self.build = build
    }

    /// The tower for the next pass.
    /// - Parameter isSingle: whether there is one pass of few inputs, which may be the last.
    func tower(isSingle: Bool) -> Tower {
        state.withLock { state in
            if let tower = state.kept { return tower }
            defer { state.wasUsed = true }
            guard !isSingle || state.wasUsed else { return build(false) }
            let tower = build(true)
            state.kept = tower
            return tower
        }
    }
}
