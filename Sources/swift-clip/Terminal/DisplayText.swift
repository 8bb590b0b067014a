/// Text as a terminal shows it.
enum DisplayText {
    /// Columns that `text` takes: two for East Asian wide letters and emoji, none for marks that combine.
    static func width(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + width($1) }
    }

    private static func width(_ character: Character) -> Int {
        if let ascii = character.asciiValue { return ascii < 0x20 || ascii == 0x7F ? 0 : 1 }
        let scalars = character.unicodeScalars
        // U+FE0F asks for the picture form of the sign before it.
        if scalars.contains("\u{FE0F}") { return 2 }
        return scalars.map(width).max() ?? 0
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        if scalar.properties.isEmojiPresentation { return 2 }
        return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    /// East Asian Wide and Fullwidth blocks (Unicode TR 11).
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
        0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18DFF, 0x1B000...0x1B2FF, 0x20000...0x3FFFD,
    ]

    /// `text` with control characters written out: a file's name must not steer the terminal.
    static func safe(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var safe = ""
        for scalar in text.unicodeScalars {
            if isControl(scalar) {
                safe += scalar.value < 16 ? "\\x0" : "\\x"
                safe += String(scalar.value, radix: 16)
            } else {
                safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control && scalar != "\n"
    }

    /// `text` on one line: also line breaks and tabs are written out.
    static func cell(_ text: String) -> String {
        safe(text.replacing("\n", with: "\\n").replacing("\t", with: "\\t").replacing("\r", with: "\\r"))
    }

    /// `text` cut at its end so that it takes at most `columns`.
    static func clipped(_ text: String, to columns: Int) -> String {
        guard width(text) > columns else { return text }
        var kept = ""
        var taken = 1  // for the ellipsis
        for character in text {
            taken += width(String(character))
            guard taken <= columns else { break }
            kept.append(character)
        }
        return columns > 0 ? kept + "…" : ""
    }

    /// `text` cut at its front so that it takes at most `columns`.
    static func clippedFront(_ text: String, to columns: Int) -> String {
        guard width(text) > columns else { return text }
        var start = text.endIndex
        var taken = 1  // for the ellipsis
        while start > text.startIndex {
            let before = text.index(before: start)
            taken += width(text[before])
            guard taken <= columns else { break }
            start = before
        }
        return columns > 0 ? "…" + text[start...] : ""
    }
}

/// Numbers for people.
enum DisplayNumber {
    /// `value` with a fixed number of decimals; "–" when there is none.
    static func fixed(_ value: Float?, decimals: Int) -> String {
        guard let value, value.isFinite else { return "–" }
        // Above, digits behind the point are not known any more, and `Int` has no such numbers.
        guard value.magnitude < 1e12 else { return "\(value)" }
        let unit = (0..<decimals).reduce(1) { power, _ in power * 10 }
        let scaled = Int((Double(value.magnitude) * Double(unit)).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return sign + String(scaled) }
        let fraction = String(scaled % unit)
        let zeros = String(repeating: "0", count: decimals - fraction.count)
        return "\(sign)\(scaled / unit).\(zeros)\(fraction)"
    }

    /// A probability as "95.0 %".
    static func percent(_ value: Float?) -> String {
        value == nil ? "–" : fixed(value.map { $0 * 100 }, decimals: 1) + " %"
    }

    /// Bytes as "12.3 MB".
    static func bytes(_ count: Int) -> String {
        if count < 1000 { return "\(count) B" }
        var value = Float(count) / 1000
        for unit in ["kB", "MB"] {
            if value < 999.95 { return fixed(value, decimals: 1) + " " + unit }
            value /= 1000
        }
        return fixed(value, decimals: 1) + " GB"
    }

    /// A number of parameters as "151.3 M".
    static func millions(_ count: Int) -> String {
        fixed(Float(count) / 1e6, decimals: 1) + " M"
    }

    /// Seconds as "3:07" or "1:02:03".
    static func duration(_ seconds: Double) -> String {
        guard seconds.magnitude < 1e12 else { return "–" }
        let whole = Int(seconds.rounded())
        let pair = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
        let minutes = whole / 60
        return minutes < 60
            ? "\(minutes):\(pair(whole % 60))" : "\(minutes / 60):\(pair(minutes % 60)):\(pair(whole % 60))"
    }

    /// "1 picture", "4,000 pictures".
    static func count(_ number: Int, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// Thousands apart.
    static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0, index % 3 == 0, digit != "-" { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
