import CLIPWeights

extension Prompts {
    /// Reads templates or prompts from a file's bytes.
    ///
    /// A text file has one template per line; blank lines are passed over. A JSON file is a list of
    /// templates, or an object from class to its prompts: `{"cat": ["a sleeping cat.", …], …}`.
    ///
    /// - Parameters:
    ///   - bytes: the file's content, UTF-8.
    ///   - name: the file's name, for messages.
    /// - Throws: `PromptError` that names the file and the line.
    public init(file bytes: [UInt8], name: String) throws(PromptError) {
        let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
        // A template can begin with "{}", an object of classes cannot.
        let isJSON = name.lowercased().hasSuffix(".json") || first == UInt8(ascii: "[")
        if isJSON {
            self = try Self.json(bytes, name: name)
        } else {
            self = .templates(try Self.lines(bytes, name: name))
        }
    }

    private static func lines(_ bytes: [UInt8], name: String) throws(PromptError) -> [PromptTemplate] {
        var templates: [PromptTemplate] = []
        for (number, line) in try TextLines.numbered(bytes, name: name) {
            guard PromptTemplate.hasPlace(line) else {
                throw PromptError(
                    "\(name), line \(number): the template \"\(line)\" has no place for the label: "
                        + "write {} or {c} where it belongs")
            }
            templates.append(PromptTemplate(known: line))
        }
        guard !templates.isEmpty else { throw PromptError("\(name) has no template") }
        return templates
    }

    private static func json(_ bytes: [UInt8], name: String) throws(PromptError) -> Prompts {
        let document: JSONValue
        do {
            document = try bytes.withUnsafeBytes { (buffer) throws(JSONError) in try JSONValue(buffer) }
        } catch {
            throw PromptError("\(name) is not JSON: \(error)")
        }
        switch document {
        case .array(let elements):
            var templates: [PromptTemplate] = []
            for (index, element) in elements.enumerated() {
                guard case .string(let text) = element, PromptTemplate.hasPlace(text) else {
                    throw PromptError("\(name): entry \(index + 1) is no template with {} or {c}")
                }
                templates.append(PromptTemplate(known: text))
            }
            guard !templates.isEmpty else { throw PromptError("\(name) has no template") }
            return .templates(templates)
        case .object(let members):
            var classes: [(label: String, prompts: [String])] = []
            for member in members {
                classes.append((member.name, try prompts(of: member, in: name)))
            }
            do { return .perClass(try ClassPrompts(classes)) } catch {
                throw PromptError("\(name): \(error.message)")
            }
        default:
            throw PromptError("\(name) is neither a list of templates nor an object of classes")
        }
    }

    private static func prompts(
        of member: JSONValue.Member, in name: String
    ) throws(PromptError) -> [String] {
        guard case .array(let elements) = member.value else {
            throw PromptError("\(name): the prompts of \"\(member.name)\" are not a list")
        }
        var prompts: [String] = []
        for element in elements {
            guard case .string(let text) = element else {
                throw PromptError("\(name): a prompt of \"\(member.name)\" is not a text")
            }
            prompts.append(text)
        }
        return prompts
    }
}
