import CLIPWeights

/// One object of a configuration file, read field by field.
///
/// It remembers which fields were read, so that ``finish()`` can refuse those that nobody knows: a field
/// that is overlooked is a network that computes something else.
struct ConfigurationFields {
    /// The largest size of any kind that is taken seriously.
    static let largest = 1_000_000

    private let file: String
    private let path: String
    private let members: [JSONValue.Member]
    private var known: Set<String> = []

    /// Parses a whole file.
    init(_ file: FileBytes) throws(ConfigurationError) {
        let value: JSONValue
        do {
            value = try file.withBytes { (bytes) throws(JSONError) in try JSONValue(bytes) }
        } catch {
            throw ConfigurationError(.malformed, "\(file.name): not valid JSON: \(error)")
        }
        try self.init(file: file.name, path: "", value)
    }

    private init(file: String, path: String, _ value: JSONValue) throws(ConfigurationError) {
        guard case .object(let members) = value else {
            let place = path.isEmpty ? "" : " \(path.dropLast()):"
            throw ConfigurationError(
                .malformed, "\(file):\(place) an object was expected, not \(value.kindName)")
        }
        self.file = file
        self.path = path
        self.members = members
    }

    /// A field's value; nil if it is absent or null, which all readers of these files take for the same.
    private mutating func value(_ name: String) -> JSONValue? {
        known.insert(name)
        guard let value = members.first(where: { $0.name == name })?.value, value != .null else { return nil }
        return value
    }

    /// Whether the object has a field of this name that is not null.
    func has(_ name: String) -> Bool {
        members.contains { $0.name == name && $0.value != .null }
    }

    /// Whether a field holds an object.
    func isObject(_ name: String) -> Bool {
        guard case .object = members.first(where: { $0.name == name })?.value else { return false }
        return true
    }

    /// An error about a field, with file and path.
    func fail(
        _ name: String, _ reason: String, _ code: ConfigurationError.Code = .malformed
    ) -> ConfigurationError {
        ConfigurationError(code, "\(file): \(path)\(name): \(reason)")
    }

    // MARK: Kinds of fields

    /// The object in a field; nil if absent.
    mutating func object(_ name: String) throws(ConfigurationError) -> ConfigurationFields? {
        guard let value = value(name) else { return nil }
        return try ConfigurationFields(file: file, path: "\(path)\(name).", value)
    }

    /// The object in a field that must be there.
    mutating func requiredObject(_ name: String) throws(ConfigurationError) -> ConfigurationFields {
        guard let fields = try object(name) else { throw fail(name, "is missing") }
        return fields
    }

    /// A size from 1 to ``largest``.
    mutating func size(_ name: String, default standard: Int?) throws(ConfigurationError) -> Int {
        guard let value = value(name) else {
            guard let standard else { throw fail(name, "is missing") }
            return standard
        }
        return try checkedSize(name, value)
    }

    /// A size, or the two equal sizes of a square as a list.
    mutating func squareSize(_ name: String, default standard: Int) throws(ConfigurationError) -> Int {
        guard case .array(let sides) = value(name) else { return try size(name, default: standard) }
        guard let first = sides.first, sides.count <= 2 else {
            throw fail(name, "one or two sizes were expected, not \(sides.count)")
        }
        let size = try checkedSize(name, first)
        guard try checkedSize(name, sides.last!) == size else {
            throw fail(name, "only squares are supported, not \(JSONValue.array(sides).text)", .unsupported)
        }
        return size
    }

    /// A list of sizes; nil if the field is absent or a single number.
    mutating func sizes(_ name: String) throws(ConfigurationError) -> [Int]? {
        guard case .array(let elements) = value(name) else { return nil }
        var sizes: [Int] = []
        for element in elements { try sizes.append(checkedSize(name, element)) }
        return sizes
    }

    private func checkedSize(_ name: String, _ value: JSONValue) throws(ConfigurationError) -> Int {
        guard case .number(let text) = value else {
            throw fail(name, "a whole number was expected, not \(value.kindName)")
        }
        guard let number = Double(text), number == number.rounded() else {
            throw fail(name, "a whole number was expected, not \(text)")
        }
        guard number >= 1, number <= Double(Self.largest) else {
            throw fail(name, "\(text) is not from 1 to \(Self.largest)")
        }
        return Int(number)
    }

    /// The index of something, from 0 to ``largest``.
    mutating func index(_ name: String, default standard: Int32) throws(ConfigurationError) -> Int32 {
        guard let value = value(name) else { return standard }
        if value == .number("0") { return 0 }
        return try Int32(checkedSize(name, value))
    }

    /// A finite number.
    mutating func number(_ name: String, default standard: Double) throws(ConfigurationError) -> Double {
        guard let value = value(name) else { return standard }
        return try checkedNumber(name, value)
    }

    private func checkedNumber(_ name: String, _ value: JSONValue) throws(ConfigurationError) -> Double {
        guard case .number(let text) = value, let number = Double(text), number.isFinite else {
            throw fail(name, "a number was expected, not \(value.text)")
        }
        return number
    }

    /// What layer norms add to the variance: above 0, below 1.
    mutating func epsilon(_ name: String) throws(ConfigurationError) -> Float {
        let number = try number(name, default: 1e-5)
        guard number > 0, number < 1 else { throw fail(name, "\(number) is not between 0 and 1") }
        return Float(number)
    }

    /// What else than a list of three may stand for red, green and blue.
    enum ColourRule {
        /// One number for all, bare or as a list; nothing, an empty list and a bare 0 mean the default, as
        /// Python's `or` and torchvision take them.
        case broadcasting
        /// One bare number for all; a list has three.
        case strict
    }

    /// A number for each of red, green and blue.
    mutating func colours(
        _ name: String, default standard: [Float], _ rule: ColourRule
    ) throws(ConfigurationError) -> [Float] {
        switch value(name) {
        case nil: return standard
        case .array(let elements):
            if rule == .broadcasting, elements.isEmpty { return standard }
            var colours: [Float] = []
            for element in elements { try colours.append(Float(checkedNumber(name, element))) }
            if rule == .broadcasting, let only = colours.first, colours.count == 1 {
                return [only, only, only]
            }
            guard colours.count == 3 else {
                throw fail(name, "three numbers were expected, not \(elements.count)")
            }
            return colours
        case let single?:
            let number = try Float(checkedNumber(name, single))
            return rule == .broadcasting && number == 0 ? standard : [number, number, number]
        }
    }

    /// A pixel's value, 0…255.
    mutating func sample(_ name: String, default standard: UInt8) throws(ConfigurationError) -> UInt8 {
        guard let value = value(name) else { return standard }
        if case .array = value {
            throw fail(
                name, "\(value.text): only one number for all colours is supported", .unsupported)
        }
        let number = try checkedNumber(name, value)
        guard number == number.rounded(), (0...255).contains(number) else {
            throw fail(name, "\(value.text) is not a whole number from 0 to 255")
        }
        return UInt8(number)
    }

    /// True or false.
    mutating func flag(_ name: String, default standard: Bool) throws(ConfigurationError) -> Bool {
        guard let value = value(name) else { return standard }
        guard case .bool(let flag) = value else {
            throw fail(name, "true or false was expected, not \(value.text)")
        }
        return flag
    }

    /// One of several words, as what they mean.
    mutating func choice<Meaning>(
        _ name: String, default standard: Meaning, _ meanings: KeyValuePairs<String, Meaning>
    ) throws(ConfigurationError) -> Meaning {
        guard let value = value(name) else { return standard }
        for (word, meaning) in meanings where value == .string(word) { return meaning }
        let words = meanings.map { jsonQuoted($0.key) }.joined(separator: " or ")
        throw fail(name, "\(value.text) is not supported, only \(words)", .unsupported)
    }

    /// A field that is supported with one value alone (or absent).
    mutating func only(_ name: String, _ allowed: JSONValue) throws(ConfigurationError) {
        guard let value = value(name) else { return }
        if case (.number(let text), .number(let other)) = (value, allowed), Double(text) == Double(other) {
            return
        }
        guard value == allowed else {
            throw fail(name, "\(value.text) is not supported, only \(allowed.text)", .unsupported)
        }
    }

    /// A field that must be absent, null or empty.
    /// - Parameter reason: what the field would ask for, to be put behind its value in the refusal.
    mutating func absent(
        _ name: String, _ reason: String = "is not supported"
    ) throws(ConfigurationError) {
        guard let value = value(name), value != .object([]), value != .array([]) else { return }
        throw fail(name, "\(value.text.prefix(60)) \(reason)", .unsupported)
    }

    /// A field that must be absent or have one value.
    mutating func absent(
        _ name: String, ifNot allowed: JSONValue, _ reason: String
    ) throws(ConfigurationError) {
        guard let value = value(name), value != allowed else { return }
        throw fail(name, "\(value.text) \(reason)", .unsupported)
    }

    /// A field that must be false or absent.
    /// - Parameter reason: what true would ask for.
    mutating func off(_ name: String, _ reason: String) throws(ConfigurationError) {
        guard try flag(name, default: false) else { return }
        throw fail(name, "true \(reason)", .unsupported)
    }

    /// A word; nil if absent.
    mutating func word(_ name: String) throws(ConfigurationError) -> String? {
        guard let value = value(name) else { return nil }
        guard case .string(let word) = value else {
            throw fail(name, "a word was expected, not \(value.text)")
        }
        return word
    }

    /// The words of a list; none if absent.
    mutating func words(_ name: String) throws(ConfigurationError) -> [String] {
        guard let value = value(name) else { return [] }
        guard case .array(let elements) = value else {
            throw fail(name, "a list was expected, not \(value.text)")
        }
        var words: [String] = []
        for element in elements {
            guard case .string(let word) = element else { throw fail(name, "\(element.text) is not a word") }
            words.append(word)
        }
        return words
    }

    /// The activation: what the field says, or else what the caller says, or else the default. The two must agree.
    func activation(
        _ name: String, says said: ModelConfiguration.Activation?,
        asked: ModelConfiguration.Activation?, default standard: ModelConfiguration.Activation
    ) throws(ConfigurationError) -> ModelConfiguration.Activation {
        if let said, let asked, said != asked {
            throw fail(
                name,
                "the file says \(said.rawValue), but \(asked.rawValue) was asked for; an activation can only be "
                    + "chosen where the files leave it open")
        }
        return said ?? asked ?? standard
    }

    /// Fields that do not change what the network computes.
    mutating func ignore(_ names: some Sequence<String>) { known.formUnion(names) }

    // MARK: The reckoning

    /// Refuses fields that were not read. One that is null or empty says nothing and passes.
    func finish() throws(ConfigurationError) {
        let unknown = members.filter { member in
            !known.contains(member.name) && ![.null, .object([]), .array([])].contains(member.value)
        }
        guard !unknown.isEmpty else { return }
        let names = unknown.map { "\(path)\($0.name) = \(String($0.value.text.prefix(60)))" }
        throw ConfigurationError(
            .unsupported,
            "\(file): unknown \(names.count == 1 ? "field" : "fields"): \(names.joined(separator: ", ")); "
                + "it may change what the network computes, so the model is refused")
    }
}
