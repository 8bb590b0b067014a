/// A table whose columns sort when their headings are pressed.
struct DataTable {
    /// How a column's cells lie.
    enum Kind {
        case text, number, bar
    }

    struct Column {
        var title: String
        var kind: Kind = .text
        /// Left out on narrow screens.
        var isExtra = false

        fileprivate var style: String? {
            let parts =
                (kind == .number ? ["number"] : kind == .bar ? ["bar"] : []) + (isExtra ? ["wide"] : [])
            return parts.isEmpty ? nil : parts.joined(separator: " ")
        }
    }

    struct Cell {
        var content: Markup
        /// What it sorts by: a number, or text; nil for its text.
        var key: String?
        var style: String?

        static func text(_ text: String) -> Cell {
            Cell(content: .element("bdi", [:], text), key: text)
        }

        /// A number as it is shown, sorted by its value.
        static func number(_ value: Double?, _ shown: String, style: String? = nil) -> Cell {
            Cell(content: .text(shown), key: value.map { $0.isFinite ? "\($0)" : "" } ?? "", style: style)
        }

        static func count(_ value: Int) -> Cell { number(Double(value), ShownNumber.grouped(value)) }

        /// A share as a bar with its interval.
        static func bar(_ value: Double?, _ interval: ClosedRange<Double>?) -> Cell {
            guard let value else { return number(nil, "–") }
            func part(_ share: Double) -> String { ShownNumber.coordinate(min(max(share, 0), 1) * 100) + "%" }
            let range = interval.map { ";--lo:\(part($0.lowerBound));--hi:\(part($0.upperBound))" } ?? ""
            let marks: [Markup] =
                [.element("i", [:], [.none]), .element("u", [:], [.none])]
                + (interval == nil ? [] : [.element("b", [:], [.none])])
            return Cell(
                content: .element(
                    "span", ["class": "span", "style": "--v:\(part(value))\(range)", "aria-hidden": "true"],
                    marks),
                key: "\(value)")
        }
    }

    /// Names the table for those who do not see it.
    var title: String
    var columns: [Column]
    /// Cells by column; the first names the row.
    var rows: [[Cell]]
    /// The column that the rows are ordered by, and whether downwards.
    var sorted: (column: Int, isDescending: Bool)?

    var markup: Markup {
        let heads = columns.enumerated().map { index, column in
            let way = sorted.flatMap {
                $0.column == index ? ($0.isDescending ? "descending" : "ascending") : nil
            }
            return Markup.element(
                "th", ["scope": "col", "class": column.style, "aria-sort": way],
                [.element("button", ["type": "button"], column.title)])
        }
        let lines = rows.map { cells in
            Markup.element(
                "tr", [:],
                zip(cells, columns).enumerated().map { index, pair in
                    let (cell, column) = pair
                    let styles = [column.style, cell.style].compactMap { $0 }
                    let attributes: Attributes = [
                        "class": styles.isEmpty ? nil : styles.joined(separator: " "), "data-v": cell.key,
                    ]
                    return index == 0
                        ? .element("th", ["scope": "row"] + attributes, [cell.content])
                        : .element("td", attributes, [cell.content])
                })
        }
        let table = Markup.element(
            "table", ["class": "sortable"],
            [
                .element("thead", [:], [.element("tr", [:], heads)]), .element("tbody", [:], lines),
            ])
        return .element(
            "div",
            [
                "class": rows.count > 30 ? "region tall" : "region", "role": "region", "aria-label": title,
                "tabindex": "0",
            ], [table])
    }
}
