// Turns the command's own description (`--experimental-dump-help`, JSON on stdin) into a manual page
// (mdoc, on stdout): what the page says is what the command says. The argument is the page's date.

import Foundation

struct Description: Decodable {
    let command: Command
}

struct Command: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let shouldDisplay: Bool?
    let arguments: [Argument]?
    let subcommands: [Command]?

    /// `--version` is said once, for the whole command.
    var visibleArguments: [Argument] {
        (arguments ?? []).filter { $0.shouldDisplay && $0.valueName != "version" }
    }
    /// `help` is the parser's own and the same everywhere.
    var visibleSubcommands: [Command] {
        (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
    }
}

struct Argument: Decodable {
    struct Name: Decodable {
        let kind: String
        let name: String

        var spelled: String { (kind == "long" ? "--" : "-") + name }
    }

    let kind: String
    let shouldDisplay: Bool
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let allValues: [String]?
    let abstract: String?
    let discussion: String?

    /// One line of mdoc that shows the argument, to follow `.It` or `.Op`.
    var shown: String {
        let value = "Ar " + quoted(valueName ?? "value")
        if kind == "positional" { return value + (isRepeating ? " ..." : "") }
        // `Fl` writes one hyphen of its own.
        let flags = (names ?? []).map { "Fl " + quoted(String($0.spelled.dropFirst())) }
        return flags.joined(separator: " , ") + (kind == "option" ? " " + value : "")
    }
}

/// A word as one argument of an mdoc macro.
func quoted(_ word: String) -> String {
    let escaped = word.replacingOccurrences(of: "\\", with: "\\e")
        .replacingOccurrences(of: "-", with: "\\-")
        .replacingOccurrences(of: "\"", with: "\\(dq")
    return escaped.contains(" ") ? "\"\(escaped)\"" : escaped
}

/// Text lines of a page: a line must not start as a macro would.
func paragraphs(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        if line.isEmpty { return ".Pp" }
        let escaped = line.replacingOccurrences(of: "\\", with: "\\e")
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }.joined(separator: "\n")
}

/// The argument list of a command, and of those below it.
func options(of command: Command, path: [String]) -> [String] {
    var lines = [".Ss " + quoted((path + [command.commandName]).joined(separator: " "))]
    if let abstract = command.abstract { lines.append(paragraphs(abstract)) }
    if let discussion = command.discussion { lines += [".Pp", paragraphs(discussion)] }
    if !command.visibleArguments.isEmpty {
        lines.append(".Bl -tag -width 6n")
        for argument in command.visibleArguments {
            lines.append(".It " + argument.shown)
            if let abstract = argument.abstract { lines.append(paragraphs(abstract)) }
            if let values = argument.allValues, !values.isEmpty {
                lines.append(paragraphs("One of " + values.joined(separator: ", ") + "."))
            }
            if let value = argument.defaultValue { lines.append("Default:\n.Li \(quoted(value)) .") }
            if let discussion = argument.discussion { lines += [".Pp", paragraphs(discussion)] }
        }
        lines.append(".El")
    }
    for subcommand in command.visibleSubcommands {
        lines += options(of: subcommand, path: path + [command.commandName])
    }
    return lines
}

let input = FileHandle.standardInput.readDataToEndOfFile()
let command = try JSONDecoder().decode(Description.self, from: input).command

var page = [
    ".Dd \(CommandLine.arguments.dropFirst().first ?? "")",
    ".Dt \(command.commandName.uppercased()) 1",
    ".Os",
    ".Sh NAME",
    ".Nm \(command.commandName)",
    ".Nd \(command.abstract ?? command.commandName)",
    ".Sh SYNOPSIS",
    ".Nm",
    ".Ar subcommand",
    ".Op Ar options",
    ".Sh DESCRIPTION",
]
page += command.discussion.map { [paragraphs($0)] } ?? []
page.append(".Bl -tag -width 12n")
for subcommand in command.visibleSubcommands {
    page += [".It Ic \(subcommand.commandName)", paragraphs(subcommand.abstract ?? "")]
}
page += [".El", ".Sh SUBCOMMANDS"]
for subcommand in command.visibleSubcommands { page += options(of: subcommand, path: []) }
page += [
    ".Sh EXIT STATUS",
    ".Bl -tag -width 6n",
    ".It 0\nall was done",
    ".It 1\nfailed, or nothing could be done",
    ".It 3\nfinished, but some inputs failed; each is named on standard error",
    ".It 4\nembeddings of different spaces were given together",
    ".It 64\nwrong usage",
    ".It 130\ninterrupted",
    ".It 141\nthe reader of the output went away",
    ".El",
]
FileHandle.standardOutput.write(Data((page.joined(separator: "\n") + "\n").utf8))
