import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// An element as an XML parser sees it.
struct XMLNode {
    var name: String
    var attributes: [String: String]
    var children: [XMLNode] = []
    var text = ""

    /// All texts and attribute values below.
    var texts: [String] { [text] + attributes.values + children.flatMap(\.texts) }

    static func parse(_ text: String) throws -> XMLNode {
        let reader = Reader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        guard parser.parse(), let root = reader.root else {
            throw Malformed(line: parser.lineNumber, reason: "\(String(describing: parser.parserError))")
        }
        return root
    }

    /// A page's elements; its scripts and its style, which are no XML, are left out.
    static func parse(page: String) throws -> XMLNode {
        var page = page.replacingOccurrences(of: "<!DOCTYPE html>\n", with: "")
        for tag in ["script", "style"] {
            page = page.replacing(try Regex("<\(tag)[^>]*>[^\u{0}]*?</\(tag)>"), with: "")
        }
        return try parse(page)
    }

    /// Elements of a name at any depth.
    func descendants(named name: String) -> [XMLNode] {
        children.flatMap { ($0.name == name ? [$0] : []) + $0.descendants(named: name) }
    }

    /// The text of the element and of all that is in it, those of children behind its own.
    var wholeText: String { text + children.map(\.wholeText).joined() }

    struct Malformed: Error {
        var line: Int
        var reason: String
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var root: XMLNode?
        private var open: [XMLNode] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            open.append(XMLNode(name: name, attributes: attributes))
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) {
            open[open.count - 1].text += text
        }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
        ) {
            let done = open.removeLast()
            if open.isEmpty { root = done } else { open[open.count - 1].children.append(done) }
        }
    }
}
