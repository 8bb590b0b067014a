package import CLIP
internal import CLIPWeights

extension ClassNameSet {
    private static let largest = 64 << 20

    /// The set that an argument means: a published one by its name, else a file's.
    /// - Throws: ``DatasetError`` that lists the published names where there is no such file.
    package static func find(_ argument: RawPath) throws(DatasetError) -> ClassNameSet {
        if let set = named(argument.text), FileIdentity(argument) == nil { return set }
        guard FileIdentity(argument) != nil else {
            throw DatasetError(
                "class names \(argument.text): no such file, and no published set; there are "
                    + publishedNames.joined(separator: ", "))
        }
        return try ClassNameSet(file: argument)
    }

    /// Reads names from a file: a line for each class, in their order; CSV with `class,name|other name`; or JSON,
    /// `{"class": ["name", "other name"]}`.
    /// - Throws: ``DatasetError`` with the place of what is wrong.
    package init(file path: RawPath) throws(DatasetError) {
        let bytes: [UInt8]
        do { bytes = try WholeFile.read(path, atMost: Self.largest) } catch {
            throw DatasetError(error.message)
        }
        try self.init(contents: bytes, name: path.text)
    }

    /// Reads names from a file's contents.
    init(contents: [UInt8], name: String) throws(DatasetError) {
        if let refusal = TextEncoding.refusal(contents) { throw DatasetError("\(name): \(refusal)") }
        let bytes = Array(contents.dropFirst(TextEncoding.markLength(contents)))
        let first = bytes.first { !" \t\r\n".utf8.contains($0) }
        let entries =
            first == UInt8(ascii: "{") ? try Self.json(bytes, name) : try Self.lines(bytes, name)
        guard !entries.isEmpty else { throw DatasetError("\(name): no class name in it") }
        try Self.check(entries, name)
        self.init(name: name, entries: entries)
    }

    private static func lines(_ bytes: [UInt8], _ name: String) throws(DatasetError) -> [Entry] {
        let encoding: TextEncoding = String(validating: bytes, as: UTF8.self) == nil ? .latin1 : .utf8
        let records = DelimitedText(separator: UInt8(ascii: ",")).records(bytes)
        // One line per class by its place, where no line has a comma; a name with one stands in quotes.
        let widths = Set(records.map(\.record.fields.count))
        guard widths.isSubset(of: [1]) || widths.isSubset(of: [2]) else {
            let odd = records.first { $0.record.fields.count != records[0].record.fields.count }
            throw DatasetError(
                "\(name), line \(odd?.line ?? 1): lines have one field (a name) or all have two (class,name|other "
                    + "name); put a name with a comma in quotes")
        }
        return try records.map { line, record throws(DatasetError) in
            let fields = record.fields.map { (encoding.text($0) ?? "").trimmed }
            let names = Self.names(fields.last ?? "")
            guard !names.isEmpty, fields.count == 1 || !fields[0].isEmpty else {
                throw DatasetError("\(name), line \(line): no name for the class")
            }
            return Entry(keys: fields.count == 2 ? [fields[0]] : [], names: names)
        }
    }

    private static func json(_ bytes: [UInt8], _ name: String) throws(DatasetError) -> [Entry] {
        let value: JSONValue
        do {
            value = try bytes.withUnsafeBytes { (bytes) throws(JSONError) in try JSONValue(bytes) }
        } catch {
            throw DatasetError("\(name): \(error)")
        }
        guard case .object(let members) = value else { return [] }
        return try members.map { member throws(DatasetError) in
            let names: [String?] =
                switch member.value {
                case .string(let text): [text]
                case .array(let elements):
                    elements.map { if case .string(let text) = $0 { text } else { nil } }
                default: [nil]
                }
            let given = names.compactMap { $0?.trimmed }
            guard !names.isEmpty, given.count == names.count, !given.contains("") else {
                throw DatasetError("\(name): \"\(member.name)\" must have a name, or a list of names")
            }
            return Entry(keys: [member.name], names: given)
        }
    }

    /// Two classes of one name could not be told apart.
    private static func check(_ entries: [Entry], _ name: String) throws(DatasetError) {
        var keys: Set<String> = []
        for entry in entries {
            for key in entry.keys where !keys.insert(key).inserted {
                throw DatasetError("\(name): the class \"\(key)\" occurs twice")
            }
        }
        var names: Set<String> = []
        for entry in entries where !names.insert(entry.names.joined(separator: "|")).inserted {
            throw DatasetError(
                "\(name): two classes are called \"\(entry.names[0])\": give each a name of its own")
        }
    }

    private static func names(_ field: String) -> [String] { TextLines.parts(field) { $0 == "|" } }
}
