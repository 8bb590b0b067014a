/// What happens while a model is downloaded, for whoever shows it.
public enum HubEvent: Sendable, Hashable {
    /// So many bytes of all that is to come are there; those of an earlier, interrupted run count.
    case received(bytes: Int, of: Int)
    /// Another process downloads this file: its end is waited for.
    case waiting(file: String)
    /// Something failed that may pass, for this reason in a few words; it is tried for the `attempt`-th time, of at
    /// most so many, after so many seconds.
    case retrying(reason: String, after: Double, attempt: Int, of: Int)
    /// A file was complete but not what the hub says it is; it is downloaded once more.
    case damaged(file: String)
}
