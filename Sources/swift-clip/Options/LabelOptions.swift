import ArgumentParser
import CLIP

/// What is told apart, and by which sentences.
struct LabelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Labels between commas; one that has a comma in quotes, as in CSV: cat,'\"black, white\"'.",
            valueName: "labels"))
    var labels: String?

    @Option(help: "One label, commas and all; can be given again.")
    var label: [String] = []

    @Option(help: ArgumentHelp("A file with one label per line.", valueName: "file"))
    var labelsFile: String?

    @OptionGroup var templates: TemplateOptions

    func validate() throws {
        do {
            if let labels {
                let given = try LabelList.split(labels) + label
                if labelsFile == nil { _ = try LabelList(given) }
            }
        } catch {
            throw ValidationError("\(error.message)")
        }
    }

    /// True when labels or prompts were given.
    var areGiven: Bool {
        labels != nil || !label.isEmpty || labelsFile != nil || templates.areGiven
    }

    /// True when the options say where labels come from.
    var nameLabels: Bool {
        labels != nil || !label.isEmpty || labelsFile != nil || templates.templatesFile != nil
    }

    /// The cleaned labels and the sentences that stand for them.
    func resolve() throws -> (labels: LabelList, prompts: Prompts) {
        let (given, prompts) = try given()
        return (try LabelList(given), prompts)
    }

    /// The labels as they were given, and the sentences that stand for them.
    func given() throws -> (labels: [String], prompts: Prompts) {
        let prompts = try templates.prompts()
        var given = try labels.map(LabelList.split) ?? []
        given += label
        if let labelsFile {
            let path = RawPath(argument: labelsFile)
            given += try TextLines.all(try TextInputs.bytes(of: path), name: path.text)
        }
        if given.isEmpty, case .perClass(let classes) = prompts { given = classes.labels }
        return (given, prompts)
    }
}
