import CLIPTestSupport
import Foundation
import Testing

@Suite("--report")
struct ReportTests {
    private let command = Command()
    private var root: String { command.folder.path }

    /// Three classes of two of the repository's photos, one of them in the wrong folder.
    init() throws {
        let places = [
            "a cat/1.jpg": "cat.jpg", "a cat/2.jpg": "hat.jpg", "a hat/1.jpg": "hat.jpg",
            "a dress/1.jpg": "dress.jpg",
            "a dress/2.jpg": "jeans.jpg",
        ]
        for (place, photo) in places {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: Command.photo(photo)))
            try command.add("data/\(place)", bytes + Data(place.utf8))
        }
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
    }

    private func evaluate(_ report: String) throws -> Command.Result {
        try command.run(["evaluate", "data", "--resamples", "50", "--report", report, "--quiet"])
    }

    @Test("evaluate writes a page with its figures, and the same page again")
    func evaluation() throws {
        #expect(try evaluate("none/report").errors.contains("cannot write none/report: "))
        #expect(try evaluate("report").status == 0)
        let page = try text("report/index.html")
        #expect(page.contains("<title>How well pocket tells the classes of data apart</title>"))
        #expect(page.contains("data:image/jpeg;base64,"))
        #expect(
            page.contains("id=\"confusion\"") && page.contains("id=\"labels\"")
                && page.contains("id=\"mistakes\""))
        let figures = try FileManager.default.contentsOfDirectory(atPath: "\(root)/report/figures").sorted()
        #expect(figures == ["classes.svg", "confidences.svg", "confusion.svg", "reliability.svg"])
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(root)/report").sorted()
        #expect(names == ["doubtful-labels.csv", "figures", "index.html"])
        #expect(try evaluate("report").status == 0)
        #expect(try text("report/index.html") == page)
    }

    @Test("a folder of other files is refused before anything is done, and stays as it is")
    func foreign() throws {
        try command.add("notes/index.html", Data("<html>mine</html>".utf8))
        let result = try evaluate("notes")
        #expect(result.status == 1)
        #expect(
            result.errors.contains("notes holds other files, such as index.html: give --report a new folder"))
        #expect(try text("notes/index.html") == "<html>mine</html>")
        try command.add("file", Data())
        #expect(try evaluate("file").errors.contains("file is a file: a report takes a folder"))
    }

    @Test("what a full disk left of a report is no reason to refuse the next one")
    func begun() throws {
        try command.add("report/figures/classes.svg", Data("<svg".utf8))
        try command.add("report/doubtful-labels.csv", Data())
        #expect(try evaluate("report").status == 0)
        #expect(try text("report/index.html").contains("id=\"confusion\""))
        #expect(try text("report/figures/classes.svg").hasSuffix("</svg>\n"))
    }

    @Test("what only an earlier report had goes, and nothing of the user's")
    func leftovers() throws {
        let arguments = ["evaluate", "data", "--resamples", "20", "--report", "report", "--quiet"]
        #expect(
            try command.run(arguments + ["--fit-temperature", "--corrupt", "fog", "--severities", "1"]).status
                == 0)
        #expect(command.has("report/figures/robustness.svg") && command.has("report/doubtful-labels.csv"))
        try command.add("report/figures/mine.svg", Data("<svg>mine</svg>".utf8))
        try command.add("report/figures/notes.txt", Data("mine".utf8))
        // A file that the page names, drawn by somebody else.
        try command.add("report/figures/confusion.svg", Data("<?xml version=\"1.0\"?><svg/>".utf8))
        #expect(try command.run(arguments + ["--task", "image_retrieval"]).status == 0)
        let names = { (folder: String) throws -> [String] in
            try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)").sorted()
        }
        #expect(try names("report/figures") == ["confusion.svg", "mine.svg", "notes.txt"])
        #expect(try names("report") == ["figures", "index.html"])
        // Without anything of the user's, the folder of figures goes, too.
        for name in ["confusion.svg", "mine.svg", "notes.txt"] {
            try FileManager.default.removeItem(atPath: "\(root)/report/figures/\(name)")
        }
        #expect(try evaluate("report").status == 0)
        #expect(try command.run(arguments + ["--task", "image_retrieval"]).status == 0)
        #expect(try names("report") == ["index.html"])
        // A list that somebody has worked on stays.
        #expect(try evaluate("report").status == 0)
        let list = try text("report/doubtful-labels.csv").split(separator: "\n")
        try command.add("report/doubtful-labels.csv", "\(list[0])\n\(list[1])keep\n")
        #expect(try command.run(arguments + ["--task", "image_retrieval"]).status == 0)
        #expect(command.has("report/doubtful-labels.csv"))
    }

    @Test("a list of doubtful labels that somebody has worked on stays")
    func edited() throws {
        #expect(try evaluate("report").status == 0)
        let list = try text("report/doubtful-labels.csv")
        let lines = list.split(separator: "\n")
        try #require(lines.count > 1)
        let worked = ([lines[0], lines[1] + "keep"] + lines[2...]).joined(separator: "\n") + "\n"
        try command.add("report/doubtful-labels.csv", Data(worked.utf8))
        let result = try command.run(["evaluate", "data", "--resamples", "50", "--report", "report"])
        #expect(
            result.status == 0 && result.errors.contains("has entries in the column fix and stays as it is"))
        #expect(try text("report/doubtful-labels.csv") == worked)
    }

    @Test("prompts compare writes a page of the sets")
    func prompts() throws {
        let result = try command.run([
            "prompts", "compare", "data", "--set", "photo", "--set", "<i>={} <i>", "--resamples", "50",
            "--report", "sets",
            "--quiet",
        ])
        #expect(result.status == 0, "\(result.errors)")
        let page = try text("sets/index.html")
        #expect(page.contains("<title>Which prompts suit data</title>") && !page.contains("{} <i>"))
        let figures = try FileManager.default.contentsOfDirectory(atPath: "\(root)/sets/figures").sorted()
        #expect(figures == ["changes-1.svg", "sets.svg"])
    }
}
