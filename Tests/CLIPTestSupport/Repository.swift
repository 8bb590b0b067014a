/// The checkout that the tests run in.
public enum Repository {
    /// Its folder, found from this file's place at compile time.
    public static let root: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/")
    }()

    /// The bundled model's folder.
    public static var bundledModel: String { root + "/Sources/CCLIPBundledModel/Model" }
}
