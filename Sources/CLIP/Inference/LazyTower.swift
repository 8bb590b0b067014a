internal import Synchronization

/// A tower whose weights are packed by the first call that needs it.
///
/// Building it cannot fail: its names and shapes were checked when the model was loaded.
final class LazyTower<Tower: Sendable>: Sendable {
    private let state: Mutex<Tower?>
    private let build: @Sendable () -> Tower

    init(_ build: @escaping @Sendable () -> Tower) {
        state = Mutex(nil)
        self.build = build
    }

    var value: Tower {
        state.withLock { tower in
            if let tower { return tower }
            let built = build()
            tower = built
            return built
        }
    }
}
