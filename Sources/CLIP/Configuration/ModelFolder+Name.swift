extension ModelFolder {
    /// What a model at this path is called.
    ///
    /// A folder in the hub's cache, `…/models--ORG--NAME/snapshots/COMMIT`, has a commit's digits for a name, which
    /// nobody knows it by: it is called ORG/NAME, whichever way it was asked for.
    static func displayName(of path: String) -> String {
        let parts = path.split(separator: "/").filter { $0 != "." }
        guard let last = parts.last else { return path }
        let prefix = "models--"
        guard parts.count >= 3, parts[parts.count - 2] == "snapshots",
            case let repository = parts[parts.count - 3], repository.hasPrefix(prefix)
        else { return String(last) }
        let name = repository.dropFirst(prefix.count)
        guard let separator = name.firstRange(of: "--") else { return String(name) }
        return name[..<separator.lowerBound] + "/" + name[separator.upperBound...]
    }
}
