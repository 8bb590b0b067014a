import CLIP
import CLIPData
import CLIPEvaluation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Moves pictures to the class folders that a table says.
struct FixRun {
    private let dataset: OpenedDataset
    private let root: RawPath
    private let console: Console

    init(_ dataset: OpenedDataset, root: RawPath, _ console: Console) throws(CommandFailure) {
        guard dataset.kind == .classFolders, FileIdentity(root.appending([UInt8(ascii: ".")])) != nil else {
            throw .usage(
                "--apply-fixes moves pictures between class folders: \(root.text) is \(dataset.kind.rawValue)"
                    + (dataset.kind == .classFolders ? " in an archive" : "") + "; correct its labels there")
        }
        self.dataset = dataset
        self.root = root
        self.console = console
    }

    /// Shows the moves, or does them.
    ///
    /// - Parameter trusts: whether a list counts although the model that made it is wrong itself too often.
    /// - Throws: exit status 3 when some could not be done, each named; 1 when none could.
    func run(_ table: RawPath, moves: Bool, trusts: Bool) throws {
        let fixes = try LabelFixes(
            table: try WholeFile.read(table), name: table.text, folders: dataset.classFolders)
        guard !fixes.moves.isEmpty else {
            console.note(
                "\(table.text) has no fixes: write the right class in the column fix of those rows that need one"
            )
            return
        }
        if let agreement = fixes.agreement, agreement.isWeak {
            let weakness = "\(table.text): \(LabelWords.weakness(agreement))"
            guard trusts || !moves else {
                throw CommandFailure.failed(
                    weakness + " Nothing was moved: look at each picture, then add --despite-weak-model")
            }
            console.note(weakness)
        }
        guard moves else {
            for move in fixes.moves { try console.result("\(move.from) → \(move.to)\n") }
            try console.flush()
            console.note(
                "\(DisplayNumber.count(fixes.moves.count, "picture")) to move, \(DisplayNumber.grouped(fixes.kept)) to "
                    + "keep; nothing was moved yet: add --move to do it")
            return
        }
        try carryOut(fixes, table)
    }

    private func carryOut(_ fixes: LabelFixes, _ table: RawPath) throws {
        let undo = try freeName(beside: table)
        // Written before anything moves: a run that is killed can be undone, too.
        try ReplacedFile.write(fixes.undoing(fixes.moves).map { CSV.line($0) }, to: undo)
        var done: [LabelFixes.Move] = []
        for move in fixes.moves {
            let (from, to) = (root.appending(move.from.utf8), root.appending(move.to.utf8))
            if let reason = SafeMove.move(from, to: to) {
                console.say("not moved: \(from.text): \(reason)")
            } else {
                done.append(move)
                try console.result("\(move.from) → \(move.to)\n")
            }
        }
        try console.flush()
        guard !done.isEmpty else {
            // A list of nothing would only be in the way of the next.
            _ = undo.withCString { unlink($0) }
            throw CommandFailure.allFailed
        }
        try ReplacedFile.write(fixes.undoing(done).map { CSV.line($0) }, to: undo)
        console.note(
            "\(DisplayNumber.count(done.count, "picture")) moved; to undo it: --apply-fixes \(undo.text) --move"
        )
        if done.count < fixes.moves.count { throw CommandFailure.someFailed }
    }

    /// A name for the list beside the table that no file has.
    private func freeName(beside table: RawPath) throws(CommandFailure) -> RawPath {
        let ending = Array(".csv".utf8)
        let stem =
            table.bytes.suffix(ending.count) == ending[...]
            ? Array(table.bytes.dropLast(ending.count)) : table.bytes
        for number in 1...1000 {
            let name = RawPath(bytes: stem).adding(suffix: number == 1 ? "-undo.csv" : "-undo-\(number).csv")
            if FileIdentity(name) == nil { return name }
        }
        throw .failed("too many lists to undo fixes by beside \(table.text): delete some")
    }
}
