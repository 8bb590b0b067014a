/// Words out of what a folder or file calls a class.
package enum CleanName {
    /// `apple_braeburn_1` becomes `apple braeburn`, `001.Black_footed_Albatross` `Black footed Albatross`, `AnnualCrop`
    /// `Annual Crop`: `_` is a space, numbers at the ends go, words run together part where a capital begins one.
    ///
    /// A name of nothing but numbers stays as it is.
    static func words(_ name: String) -> String {
        var words = name.split { $0 == "_" || $0.isWhitespace }.map(String.init)
        if words.count == 1 { words = parted(words[0]) }
        while words.count > 1, let last = words.last, isNumber(last) { words.removeLast() }
        if let first = words.first { words[0] = withoutNumber(first) }
        while words.count > 1, let first = words.first, isNumber(first) { words.removeFirst() }
        return words.isEmpty ? name : words.joined(separator: " ")
    }

    /// Cleans the names of classes that are called as the data have them.
    /// - Throws: ``DatasetError`` where two classes would have one name.
    package static func clean(
        _ classes: [DatasetClass]
    ) throws(DatasetError) -> (classes: [DatasetClass], changes: [(from: String, to: String)]) {
        var owners: [String: String] = [:]
        var changes: [(from: String, to: String)] = []
        var cleaned: [DatasetClass] = []
        for known in classes {
            let names = known.names.map(words)
            for name in names {
                let owner = owners.updateValue(known.name, forKey: name.lowercased())
                guard owner == nil || owner == known.name else {
                    throw DatasetError(
                        "cleaned, \"\(owner ?? "")\" and \"\(known.name)\" would both be called \"\(name)\": rename "
                            + "one, or give names with --classnames instead of --clean-names")
                }
            }
            for (from, to) in zip(known.names, names) where from != to { changes.append((from, to)) }
            cleaned.append(DatasetClass(known.name, called: names))
        }
        return (cleaned, changes)
    }

    private static func isNumber(_ word: String) -> Bool { word.allSatisfy { $0.isNumber } }

    /// `001.Black` without its number.
    private static func withoutNumber(_ word: String) -> String {
        let rest = word.drop { $0.isNumber }
        guard rest.count < word.count, rest.first == ".", rest.count > 1 else { return word }
        return String(rest.dropFirst())
    }

    /// The words of `AnnualCrop`; parts of less than three letters (`iPhone`, `McDonald`) are none.
    private static func parted(_ name: String) -> [String] {
        var parts: [String] = [""]
        var before: Character?
        for letter in name {
            if letter.isUppercase, before?.isLowercase == true { parts.append("") }
            parts[parts.count - 1].append(letter)
            before = letter
        }
        return parts.allSatisfy { $0.count >= 3 } ? parts : [name]
    }
}
