/// Numbers as people read them, the same on every machine.
enum ShownNumber {
    /// Keeps a number and its unit on one line.
    static let space = "\u{A0}"

    /// `value` with a fixed number of decimals; "–" where there is none.
    static func fixed(_ value: Double?, _ decimals: Int) -> String {
        guard let value, value.isFinite else { return "–" }
        // Above, the digits behind the point are not known any more, and `Int` has no such numbers.
        guard value.magnitude < 1e12 else { return "\(value)" }
        let unit = (0..<decimals).reduce(1) { power, _ in power * 10 }
        let scaled = Int((value.magnitude * Double(unit)).rounded())
        let sign = value < 0 && scaled > 0 ? "−" : ""
        guard decimals > 0 else { return sign + grouped(scaled) }
        let fraction = String(scaled % unit)
        let zeros = String(repeating: "0", count: decimals - fraction.count)
        return sign + grouped(scaled / unit) + "." + zeros + fraction
    }

    /// A share from 0 to 1 as "78.3 %".
    static func percent(_ share: Double?, _ decimals: Int = 1) -> String {
        guard let share, share.isFinite else { return "–" }
        return fixed(share * 100, decimals) + space + "%"
    }

    /// An interval of shares as "74.1–82.0 %".
    static func percent(_ interval: ClosedRange<Double>?, _ decimals: Int = 1) -> String {
        guard let interval else { return "–" }
        return fixed(interval.lowerBound * 100, decimals) + "–" + percent(interval.upperBound, decimals)
    }

    /// A difference of shares in percentage points, with its sign: "+2.3".
    static func points(_ difference: Double?, _ decimals: Int = 1) -> String {
        guard let difference, difference.isFinite else { return "–" }
        let text = fixed(difference * 100, decimals)
        let isNone = text.allSatisfy { "0.".contains($0) }
        return difference > 0 && !isNone ? "+" + text : text
    }

    /// A probability of chance: "0.031", "< 0.001".
    static func significance(_ p: Double?) -> String {
        guard let p, p.isFinite else { return "–" }
        return p < 0.001 ? "<\(space)0.001" : fixed(p, 3)
    }

    /// The same in a sentence: "p = 0.031", "p < 0.001".
    static func significanceWithName(_ p: Double) -> String {
        let text = significance(p)
        return "p\(space)" + (text.hasPrefix("<") ? text : "=\(space)" + text)
    }

    /// Thousands apart: "12,345".
    static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number.magnitude).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "−" : "") + String(text.reversed())
    }

    /// "1 picture", "4,000 pictures", "2 classes".
    static func count(_ number: Int, _ noun: String) -> String {
        let plural = noun.hasSuffix("s") ? noun + "es" : noun + "s"
        return grouped(number) + space + (number == 1 ? noun : plural)
    }

    /// A coordinate: at most two decimals, none that are zero.
    static func coordinate(_ value: Double) -> String {
        let scaled = Int((value * 100).rounded())
        let sign = scaled < 0 ? "-" : ""
        let whole = scaled.magnitude / 100
        let cents = scaled.magnitude % 100
        if cents == 0 { return "\(sign)\(whole)" }
        if cents.isMultiple(of: 10) { return "\(sign)\(whole).\(cents / 10)" }
        return "\(sign)\(whole).\(cents < 10 ? "0" : "")\(cents)"
    }
}
