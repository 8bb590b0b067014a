import ArgumentParser
import CLIP

/// Where paths come from besides the arguments.
struct PathListOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read more paths from a file, one per line; \"-\" is standard input.", valueName: "file"))
    var pathsFrom: String?

    @Flag(
        name: [.customShort("0"), .customLong("null")], help: "Paths in --paths-from end with a zero byte.")
    var zeroSeparated = false

    func validate() throws {
        if zeroSeparated, pathsFrom == nil {
            throw ValidationError("-0 needs --paths-from: it says how the paths in that file end")
        }
    }

    /// The paths of the arguments, then those of the list, read as they are needed.
    func all(_ arguments: [String]) throws(CommandFailure) -> InputPaths {
        let named = arguments.map(RawPath.init(argument:))
        guard let pathsFrom else { return InputPaths(named: named, list: nil) }
        do {
            let list = try PathList(
                RawPath(argument: pathsFrom), zeroSeparated: zeroSeparated,
                isInterrupted: Interruption.hasCome)
            return InputPaths(named: named, list: list)
        } catch {
            if let signal = Interruption.signalNumber { throw .interrupted(by: signal) }
            throw .failed(error.message)
        }
    }

    /// Says whether there is anything to read at all.
    func checkInputs(_ arguments: [String]) throws {
        if arguments.isEmpty, pathsFrom == nil {
            throw ValidationError("No pictures: name files or folders, or give a list with --paths-from.")
        }
        if arguments.contains("-"), pathsFrom == "-" {
            throw ValidationError("Standard input cannot be a picture and the list of paths at once.")
        }
        if arguments.count(where: { $0 == "-" }) > 1 {
            throw ValidationError("Standard input can be read once only: give \"-\" once.")
        }
    }
}

/// The paths that were asked for: those named, then those of a list.
struct InputPaths {
    /// Named as arguments.
    let named: [RawPath]
    /// Read once, as needed.
    let list: PathList?

    /// The pictures that the paths lead to; a list that cannot be read to its end is the last entry.
    func listing(excluding excluded: FileIdentity? = nil) -> PictureListing {
        guard let list else { return PictureListing(named, excluding: excluded) }
        var first = named[...]
        let paths = AnyIterator { first.popFirst() ?? list.next() }
        return PictureListing(AnySequence { paths }, excluding: excluded, endingWith: list)
    }
}

/// What happens with inputs that cannot be read.
struct FailureOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Write a line of JSON for each input that failed.", valueName: "file"))
    var failed: String?

    @Flag(help: "Stop at the first input that fails.")
    var failFast = false

    func validate() throws {
        guard let path = failed.map(RawPath.init(argument:)) else { return }
        if PictureListing.endings.contains(path.lowercasedExtension) {
            throw ValidationError(
                "--failed \(path.text): a picture would be replaced; let the name end in .jsonl")
        }
    }
}
