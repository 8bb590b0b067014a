/// One file of a report, by its path inside the report's folder.
public struct ReportFile: Sendable, Hashable {
    /// Stands near the beginning of each page, and in no other file.
    public static let mark = "<meta name=\"generator\" content=\"swift-clip\"/>"

    /// What each figure's file begins with.
    public static let figureMark =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"title summary\""

    /// The paths of the figures that a page links to, as ``path`` has them.
    public static func figures(ofPage page: [UInt8]) -> [String] {
        let link = Array("href=\"figures/".utf8)
        var paths: [String] = []
        var rest = page[...]
        while let start = rest.firstRange(of: link)?.upperBound {
            rest = page[start...]
            let name = rest.prefix { $0 != UInt8(ascii: "\"") }
            guard name.count <= 100, name.reversed().starts(with: ".svg".utf8.reversed()),
                name.allSatisfy({ isPlain($0) })
            else { continue }
            paths.append("figures/\(String(decoding: name, as: UTF8.self))")
        }
        return paths
    }

    /// Letters, digits, `-` and `.`: no name of these leads to another folder.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }

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
