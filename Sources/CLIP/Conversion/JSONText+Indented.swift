extension JSONText {
    /// The same JSON over several lines, for files that people open: two spaces for each level, short lists on one
    /// line.
    var indented: String {
        var result = ""
        var depth = 0
        var inString = false
        var isEscaped = false
        var lists = 0
        for character in text {
            if inString {
                result.append(character)
                (isEscaped, inString) = (!isEscaped && character == "\\", isEscaped || character != "\"")
                continue
            }
            switch character {
            case "\"":
                inString = true
                result.append(character)
            case "{":
                depth += 1
                result += "{" + Self.newLine(depth)
            case "}":
                depth -= 1
                result += Self.newLine(depth) + "}"
            case "[", "]":
                lists += character == "[" ? 1 : -1
                result.append(character)
            case ",": result += lists > 0 ? ", " : "," + Self.newLine(depth)
            case ":": result += ": "
            default: result.append(character)
            }
        }
        return result + "\n"
    }

    private static func newLine(_ depth: Int) -> String {
        "\n" + String(repeating: "  ", count: depth)
    }
}
