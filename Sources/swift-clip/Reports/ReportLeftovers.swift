import CLIP
import CLIPReports

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The figures of a report that is about to be replaced: those that its page links to.
///
/// Only what both the page names and a report has drawn is ever removed, so that nobody loses a file of their own.
struct ReportLeftovers {
    private let folder: RawPath
    /// Below the folder.
    private let figures: [String]

    /// Every page that a report wrote has been smaller.
    private static let largestPage = 256 << 20

    /// Looks into the page that is there.
    init(in folder: RawPath) {
        self.folder = folder
        let page = try? WholeFile.read(
            folder.appending("index.html".utf8), atMost: Self.largestPage, kind: .regular)
        figures = page.map { ReportFile.figures(ofPage: $0) } ?? []
    }

    /// Removes the figures that are not among these files, and their folder if nothing is left in it.
    func remove(allBut files: Set<String>) {
        for name in figures where !files.contains(name) {
            let path = folder.appending(name.utf8)
            guard let file = try? InputFile(path, kind: .regular),
                let head = try? file.read(atMost: ReportFile.figureMark.utf8.count),
                head.elementsEqual(ReportFile.figureMark.utf8)
            else { continue }
            _ = path.withCString { unlink($0) }
        }
        _ = folder.appending("figures".utf8).withCString { rmdir($0) }
    }
}
