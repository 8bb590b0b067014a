import CLIP
import CLIPReports

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder that a report is written to: a new one, an empty one, or one that holds a report already.
struct ReportFolder {
    /// Where it is.
    let path: RawPath

    /// Looks at the folder before anything is computed for it.
    /// - Throws: `CommandFailure` where it is a file, or holds what is no report.
    init(_ path: RawPath) throws(CommandFailure) {
        self.path = path
        var status = stat()
        guard path.withCString({ stat($0, &status) }) == 0 else {
            guard errno == ENOENT else {
                throw .failed(FileError(cannot: "write", path, errno: errno).message)
            }
            try WritableName.check(path)
            return
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw .failed("\(path.text) is a file: a report takes a folder. Give --report another name")
        }
        if let reason = WritableName.obstacle(inFolder: path) {
            throw .failed("cannot write into \(path.text): \(reason)")
        }
        guard let names = FolderListing.names(path.text) else {
            throw .failed(FileError(cannot: "read", path, errno: errno).message)
        }
        guard isReport || names.allSatisfy({ Self.begun.contains($0) }) else {
            throw .failed(
                "\(path.text) holds other files, such as \(DisplayText.safe(names[0])): give --report a new folder, an "
                    + "empty one or an earlier report's")
        }
    }

    /// Writes a report: each file whole or not at all, the page last, so that it never shows what is not there yet. What
    /// only an earlier report had is removed then; files that are no report's stay.
    /// - Parameter hasLabels: whether a list of doubtful labels belongs to it.
    func write(_ files: [ReportFile], hasLabels: Bool = false) throws(CommandFailure) {
        try make()
        let leftovers = ReportLeftovers(in: path)
        do {
            let folders = Set(
                files.compactMap { file in file.path.lastIndex(of: "/").map { file.path[..<$0] } })
            for folder in folders.sorted() { try make(path.appending(folder.utf8)) }
            for file in files.reversed() {
                try ReplacedFile.write([Array(file.text.utf8)], to: path.appending(file.path.utf8))
            }
        } catch {
            throw .failed(error.message)
        }
        leftovers.remove(allBut: Set(files.map(\.path)))
        if !hasLabels { ReportLabels.removeLeftover(in: path) }
    }

    /// Where the page is.
    var page: RawPath { path.appending("index.html".utf8) }

    /// Makes the folder, unless it is there.
    func make() throws(CommandFailure) {
        do { try make(path) } catch { throw .failed(error.message) }
    }

    /// What a report leaves where a disk was full: the page, written last, is missing then.
    private static let begun: Set<String> = ["figures", ReportLabels.name]

    private var isReport: Bool {
        guard let file = try? InputFile(page, kind: .regular), let head = try? file.read(atMost: 1024) else {
            return false
        }
        return String(decoding: head, as: UTF8.self).contains(ReportFile.mark)
    }

    private func make(_ folder: RawPath) throws(FileError) {
        guard folder.withCString({ mkdir($0, 0o777) }) != 0, errno != EEXIST else { return }
        throw FileError(cannot: "write", folder, errno: errno)
    }
}
