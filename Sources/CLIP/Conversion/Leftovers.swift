#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What killed processes left beside a folder that they were writing: `NAME.PID-STAMP.part`, and, where the kill came
/// between two renamings, the folder that was to be replaced, `NAME.PID-STAMP.part.old`.
///
/// A process is dead if this machine has none of its number. Where several machines share a folder, one could take a
/// part away from another's running process: its conversion then fails with what it misses, and nothing is lost.
struct Leftovers {
    private let folder: String
    private let name: String

    /// - Parameter destination: the folder that is to be written, without a slash at its end.
    init(of destination: String) {
        let slash = destination.lastIndex(of: "/")
        folder = slash.map { String(destination[...$0]) } ?? "./"
        name = slash.map { String(destination[destination.index(after: $0)...]) } ?? destination
    }

    /// Removes half folders, which nobody can use.
    func removeParts() { remove(ending: ".part") }

    /// Removes folders that were replaced. Only to be asked for when the destination is whole: one of these may have
    /// been the only copy until then.
    func removeReplaced() { remove(ending: ".part.old") }

    private func remove(ending: String) {
        for entry in FolderListing.names(folder) ?? [] where isDead(entry, ending) {
            FolderListing.remove(folder + entry)
        }
    }

    private func isDead(_ entry: String, _ ending: String) -> Bool {
        guard entry.hasPrefix(name + "."), entry.hasSuffix(ending) else { return false }
        let middle = entry.dropFirst(name.count + 1).dropLast(ending.count)
        let parts = middle.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let process = pid_t(parts[0]), process > 0, UInt64(parts[1], radix: 36) != nil
        else { return false }
        return kill(process, 0) != 0 && errno == ESRCH
    }
}
