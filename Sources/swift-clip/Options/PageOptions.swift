import ArgumentParser
import CLIP

/// Where a page to look at goes.
struct PageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write a report for the browser: a page that needs nothing else, and its figures as SVG files.",
            valueName: "folder"))
    var report: String?

    func validate() throws {
        if report == "" { throw ValidationError("--report takes the name of a folder.") }
    }

    /// The folder, looked at before any work is done for it; nil where no report was asked for.
    func folder() throws(CommandFailure) -> ReportFolder? {
        guard let report else { return nil }
        return try ReportFolder(RawPath(argument: report))
    }
}
