import ArgumentParser

/// Several values of one option, with commas between them: "1,8,32".
struct CommaList<Element: ExpressibleByArgument>: ExpressibleByArgument {
    /// At least one.
    let elements: [Element]

    init(_ elements: [Element]) { self.elements = elements }

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
        elements = parts.compactMap { Element(argument: String($0)) }
        guard elements.count == parts.count else { return nil }
    }

    var defaultValueDescription: String {
        elements.map(\.defaultValueDescription).joined(separator: ",")
    }
}
