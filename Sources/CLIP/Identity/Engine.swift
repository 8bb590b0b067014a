/// The engine whose arithmetic a ``Recipe`` names.
public enum Engine {
    /// Changes with every release, and whenever an embedding's bits may.
    public static let version = "0.1.0"
}
