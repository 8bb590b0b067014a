import ArgumentParser
import CLIP
import CLIPEvaluation

/// What a search for an ensemble goes through, and by how many pictures.
struct SearchOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Labelled pictures of each class to search by.", valueName: "count"))
    var shots: Int?

    @Flag(help: "Search without labels, by half of the pictures.")
    var unlabelled = false

    @Option(
        help: ArgumentHelp("More candidates: a file of templates; can be given again.", valueName: "file"))
    var pool: [String] = []

    @Flag(help: "Candidates from --pool alone, without the bundled ones.")
    var noBundled = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Templates at most.", valueName: "count"))
    var most = 16

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write the templates found, one per line, as --templates-file takes them.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Write which pictures were searched by, one per line.", valueName: "file"))
    var saveShots: String?

    func validate() throws {
        if (shots == nil) == !unlabelled {
            throw ValidationError(
                "Give --shots with a number of labelled pictures per class, or --unlabelled.")
        }
        if let shots, !(1...10_000).contains(shots) {
            throw ValidationError("--shots \(shots): give a number from 1 to 10000")
        }
        if !(1...1000).contains(most) {
            throw ValidationError("--most \(most): give a number from 1 to 1000")
        }
        if noBundled, pool.isEmpty { throw ValidationError("--no-bundled needs candidates: give --pool") }
    }

    /// The candidates, and what a user should know of them.
    func candidates() throws -> (templates: [PromptTemplate], notes: [String]) {
        var templates = noBundled ? [] : TemplatePool.broad
        var notes: [String] = []
        for argument in pool {
            let path = RawPath(argument: argument)
            guard
                case .templates(let own) = try Prompts(file: try TextInputs.bytes(of: path), name: path.text)
            else {
                throw CommandFailure.failed(
                    "\(path.text) has own prompts for each class; a pool is a list of templates for all classes"
                )
            }
            let known = Set(templates)
            var seen = known
            let new = own.filter { seen.insert($0).inserted }
            if new.count < own.count {
                let doubled = own.count { known.contains($0) }
                notes.append(
                    "\(path.text): \(DisplayNumber.count(own.count - new.count, "template")) counted once, given twice or "
                        + "bundled\(doubled > 0 ? " (\(doubled))" : "")")
            }
            templates += new
        }
        return (templates, notes)
    }
}
