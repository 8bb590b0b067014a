/// One file of a report, by its path inside the report's folder.
public struct ReportFile: Sendable, Hashable {
    /// Stands near the beginning of each page, and in no other file.
    public static let mark = "<meta name=\"generator\" content=\"swift-clip\"/>"

    /// Such as `index.html` or `figures/confusion.svg`; letters, digits, `-`, `.` and `/` only.
    public let path: String
    /// The whole file.
    public let text: String

    init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// A page as `index.html` with its figures as files beside it.
    static func files(_ page: HTMLPage, _ figures: [SVGFigure]) -> [ReportFile] {
        precondition(Set(figures.map(\.name)).count == figures.count, "two figures of one name")
        return [ReportFile(path: "index.html", text: page.source)]
            + figures.map { ReportFile(path: "figures/\($0.name).svg", text: $0.file()) }
    }
}
