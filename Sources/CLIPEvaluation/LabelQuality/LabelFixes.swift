internal import CLIPData

/// Moves of pictures to other class folders, as a person asked for them in a table.
public struct LabelFixes: Sendable, Hashable {
    /// One picture that goes to another class.
    public struct Move: Sendable, Hashable {
        /// Below the dataset's folder, where it is.
        public let from: String
        /// Below the dataset's folder, where it goes.
        public let to: String
        /// The class that it is in.
        public let given: String
        /// The class that it goes to.
        public let fix: String
    }

    /// The moves, in the table's order.
    public let moves: [Move]
    /// Rows without a fix, or with the class that the picture is in, or with "keep".
    public let kept: Int
    /// What the table says of the model that doubted the labels; nil where it says nothing.
    public let agreement: LabelAgreement?

    /// Reads a table.
    /// - Parameters:
    ///   - bytes: CSV with the columns `image`, `given` and `fix`.
    ///   - name: what it is called in messages.
    ///   - folders: the dataset's class folders in all parts, as paths below its own folder: `train/cat`. A class is
    ///     called as its folders are.
    /// - Throws: `EvaluationError` with the line, for unknown classes, paths that do not lead through the class's
    ///   folder, and two fixes of one picture.
    public init(
        table bytes: [UInt8], name: String, folders: [String]
    ) throws(EvaluationError) {
        let classFolders = ClassFolders(folders)
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let records = DelimitedText(separator: UInt8(ascii: ",")).records(
            hasMark ? Array(bytes.dropFirst(3)) : bytes)
        let head = records.first.map { $0.record.fields.map { String(decoding: $0, as: UTF8.self) } } ?? []
        guard let image = head.firstIndex(of: "image"), let given = head.firstIndex(of: "given"),
            let fix = head.firstIndex(of: "fix")
        else {
            throw EvaluationError(
                "\(name): the columns image, given and fix are needed; it has \(head.joined(separator: ", "))"
            )
        }
        agreement = try Self.agreement(records, head, name)
        let known = classFolders.classes
        var moves: [Move] = []
        var seen: Set<String> = []
        var kept = 0
        for (line, record) in records.dropFirst() {
            let fields = record.fields.map { String(decoding: $0, as: UTF8.self) }
            guard record.end != .insideQuotes, fields.count > max(image, given, fix) else {
                throw EvaluationError(
                    "\(name), line \(line): it has \(fields.count) columns, not \(head.count)")
            }
            let wanted = fields[fix].drop { $0 == " " }
            let target = String(wanted.prefix(wanted.count - wanted.reversed().prefix { $0 == " " }.count))
            if target.isEmpty || target == "keep" && !known.contains("keep") || target == fields[given] {
                kept += 1
                continue
            }
            guard known.contains(target) else {
                throw EvaluationError(
                    "\(name), line \(line): there is no class \"\(target)\"; write the name of a class folder, or \"keep\""
                )
            }
            guard seen.insert(fields[image]).inserted else {
                throw EvaluationError("\(name), line \(line): \(fields[image]) has a second fix")
            }
            guard let path = classFolders.path(fields[image], from: fields[given], to: target) else {
                throw EvaluationError(
                    "\(name), line \(line): \(fields[image]) does not lie in a folder of the class \(fields[given])"
                )
            }
            moves.append(Move(from: fields[image], to: path, given: fields[given], fix: target))
        }
        self.moves = moves
        self.kept = kept
    }

    /// The columns of a table that say what the model's doubts are worth, the same in each line.
    public static let agreementColumns = (right: "model_right", chance: "chance_right")

    private static func agreement(
        _ records: [(line: Int, record: DelimitedText.Record)], _ head: [String], _ name: String
    ) throws(EvaluationError) -> LabelAgreement? {
        guard let right = head.firstIndex(of: agreementColumns.right),
            let chance = head.firstIndex(of: agreementColumns.chance), records.count > 1
        else { return nil }
        let (line, record) = records[1]
        let values = [right, chance].map { place in
            record.fields.indices.contains(place)
                ? Double(String(decoding: record.fields[place], as: UTF8.self)) : nil
        }
        guard let right = values[0], let chance = values[1], (0...1).contains(right), (0...1).contains(chance)
        else {
            throw EvaluationError(
                "\(name), line \(line): \(agreementColumns.right) and \(agreementColumns.chance) are not both parts from "
                    + "0 to 1; leave them as they were written")
        }
        return LabelAgreement(right: right, chance: chance)
    }

    /// The table that undoes the moves.
    public func undoing(_ done: [Move]) -> [[String]] {
        [["image", "given", "fix"]] + done.map { [$0.to, $0.fix, $0.given] }
    }
}

/// Where a dataset's class folders lie.
private struct ClassFolders {
    /// What the classes are called.
    let classes: Set<String>
    private let paths: Set<String>

    init(_ folders: [String]) {
        paths = Set(folders)
        classes = Set(folders.map { String($0.split(separator: "/").last ?? "") })
    }

    /// A picture's path with another class folder beside its own; nil when it does not lie in one of this class.
    ///
    /// A folder of a class's name may lie around the class folders, or in one: only the class folder itself changes.
    func path(_ path: String, from given: String, to fix: String) -> String? {
        let names = path.split(separator: "/", omittingEmptySubsequences: false)
        // Nothing of a table leads out of the dataset.
        guard !names.contains(where: { ["", ".", ".."].contains($0) }) else { return nil }
        let place = names.indices.dropLast().first { paths.contains(names[...$0].joined(separator: "/")) }
        guard let place, names[place] == given else { return nil }
        return (names[..<place] + [fix[...]] + names[(place + 1)...]).joined(separator: "/")
    }
}
