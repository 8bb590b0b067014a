import ArgumentParser
import CLIPHub

/// The words that name a subcommand, looked at before anything else: ArgumentParser calls one that is misspelt an unexpected
/// argument, together with all that follows.
enum SubcommandWord {
    /// - Throws: `ValidationError` where a subcommand has to stand and something else does.
    static func check(_ arguments: [String], of root: any ParsableCommand.Type) throws {
        var words = ["swift-clip"]
        var command = root
        for word in arguments {
            let subcommands = command.configuration.subcommands
            if subcommands.isEmpty || word.hasPrefix("-") { return }
            if let next = subcommands.first(where: { name($0) == word }) {
                command = next
            } else if words.count > 1 || word != "help" {
                throw ValidationError(complaint(word, words, subcommands.map { name($0) }))
            }
            words.append(word)
        }
    }

    private static func name(_ command: any ParsableCommand.Type) -> String { command._commandName }

    private static func complaint(_ word: String, _ words: [String], _ names: [String]) -> String {
        let near = names.filter { EditDistance.between($0, word.lowercased()) <= 2 }
        let hint =
            near.isEmpty
            ? "; there are \(names.joined(separator: ", "))."
            : "; did you mean \(near.joined(separator: " or "))?"
        return "\(words.joined(separator: " ")) has no subcommand \"\(word)\"\(hint)"
    }
}
