import ArgumentParser
import CLIP
import CLIPData
import CLIPEvaluation

/// How classes are called in the prompts that are compared.
struct NamingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How classes are called: usual (as opened, with spaces for \"_\"), raw (to the letter as the data have them), "
                + "cleaned (apple_braeburn_1 becomes apple braeburn), or a published set or a file of names as for "
                + "--classnames; can be given again.", valueName: "way"))
    var names: [String] = []

    /// The ways that were asked for, the usual one when none was.
    func namings(_ classes: [DatasetClass]) throws -> [ClassNaming] {
        var namings: [ClassNaming] = []
        for way in names.isEmpty ? ["usual"] : names {
            let naming =
                switch way {
                case "usual": ClassNaming.usual(classes)
                case "raw": ClassNaming.raw(classes)
                case "cleaned": try ClassNaming.cleaned(classes)
                default: try ClassNaming.named(ClassNameSet.find(RawPath(argument: way)), classes)
                }
            if namings.contains(where: { $0.name == naming.name }) {
                throw CommandFailure.usage("--names \(way) is given twice: leave one out")
            }
            namings.append(naming)
        }
        return namings
    }
}

/// Which sets of prompts are compared.
struct PromptSetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A set to compare: a template with {}, a named set (\(Self.known)), a file of templates, or JSON with own prompts "
                + "for each class; NAME= before it names it. Can be given again; the first is what others are compared "
                + "with.", valueName: "name=set"))
    var set: [String] = []

    private static let known = TemplateSet.all.map(\.name).joined(separator: ", ")

    /// What was given under a name.
    private struct Given {
        let name: String
        let prompts: Prompts
    }

    /// All sets in all ways of calling classes: without any, those that are bundled.
    func sets(_ classes: [DatasetClass], _ naming: NamingOptions) throws -> [PromptSet] {
        let namings = try naming.namings(classes)
        let defaults = naming.names.count > 1 ? [TemplateSet.photo] : TemplateSet.all
        let given = try set.isEmpty ? defaults.map { Given(name: $0.name, prompts: .set($0)) } : set.map(read)
        return try given.flatMap { given -> [PromptSet] in
            switch given.prompts {
            case .perClass(let prompts):
                return [try PromptSet(name: given.name, prompts: prompts, classes: classes)]
            case .templates(let templates):
                return try namings.map { naming in
                    let name = namings.count > 1 ? "\(given.name), \(naming.name)" : given.name
                    return try PromptSet(name: name, templates: templates, naming: naming)
                }
            }
        }
    }

    private func read(_ argument: String) throws -> Given {
        let (name, value) = Self.parted(argument)
        if value.contains("{}") || value.contains("{c}") {
            return Given(name: name ?? value, prompts: try .template(value))
        }
        if let set = try? TemplateSet.named(value) { return Given(name: name ?? value, prompts: .set(set)) }
        let path = RawPath(argument: value)
        guard FileIdentity(path) != nil else {
            throw CommandFailure.usage(
                "--set \(argument): \"\(value)\" is no template (there is no {} in it), none of the sets \(Self.known), and "
                    + "no file")
        }
        return Given(
            name: name ?? value, prompts: try Prompts(file: try TextInputs.bytes(of: path), name: path.text))
    }

    /// `NAME=SET`; a "=" behind a place for the label belongs to the template.
    private static func parted(_ argument: String) -> (name: String?, value: String) {
        guard let sign = argument.firstIndex(of: "="), sign > argument.startIndex else {
            return (nil, argument)
        }
        let name = argument[..<sign]
        guard !name.contains("{") else { return (nil, argument) }
        return (String(name), String(argument[argument.index(after: sign)...]))
    }
}
