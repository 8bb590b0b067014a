/// The confusion matrix in a page: cells as a drawing, names as text beside it, so that both stay sharp while a part is
/// enlarged. Without scripts it shows the whole with as many names as have room.
struct HeatMap {
    private let matrix: ConfusionCounts
    private let order: [Int]
    private static let hint =
        "Point at a cell, or press Tab and the arrow keys; + and − enlarge, 0 shows all."

    init(_ matrix: ConfusionCounts, order: [Int]) {
        self.matrix = matrix
        self.order = order
    }

    var markup: Markup {
        .element(
            "div", ["class": "map", "style": "--names:\(names)px;--widest:\(widest)px"],
            [
                tools, .element("output", ["class": "map-readout", "id": "map-readout"], [.none]), grid,
                legend, data,
            ])
    }

    /// Pixels for names beside the cells.
    private var names: Int {
        let longest = matrix.classes.map { TextWidth.of($0) }.max() ?? 0
        return Int(min(max(longest * 1.05, 24), 132))
    }

    /// Pixels of the whole: large cells help nobody.
    private var widest: Int { names + min(max(order.count * 40, 240), 720) }

    private var tools: Markup {
        let options = order.map { Markup.element("option", ["value": matrix.classes[$0]], [.none]) }
        func button(_ kind: String, _ text: String, _ label: String) -> Markup {
            .element("button", ["type": "button", "data-zoom": kind, "aria-label": label], text)
        }
        return .element(
            "div", ["class": "map-tools"],
            [
                .element(
                    "label", [:],
                    [
                        .text("Find a class"),
                        .element(
                            "input",
                            [
                                "type": "search", "list": "map-names", "autocomplete": "off",
                                "spellcheck": "false",
                            ]),
                    ]),
                .element("datalist", ["id": "map-names"], options),
                .element(
                    "div", ["role": "group", "aria-label": "Enlarge"],
                    [
                        button("out", "−", "smaller"), button("in", "+", "larger"),
                        button("all", "all", "show all"),
                    ]),
            ])
    }

    private var grid: Markup {
        let paths = ConfusionCells(matrix, order: order).paths().map {
            Markup.element("path", ["class": $0.style, "d": $0.steps])
        }
        let drawing = Markup.element(
            "svg",
            [
                "class": "f-cells", "viewBox": "0 0 \(order.count) \(order.count)",
                "preserveAspectRatio": "none",
                "aria-hidden": "true",
            ], paths + [counts])
        return .element(
            "div",
            [
                "class": "map-grid", "tabindex": "0", "role": "application",
                "aria-label": "Confusion matrix of \(ShownNumber.count(order.count, "class")): "
                    + "given classes in rows, predicted classes in columns",
                "aria-describedby": "map-readout",
            ],
            [
                labels("map-rows"), labels("map-columns"), .element("div", ["class": "map-plane"], [drawing]),
            ])
    }

    /// How many pictures stand in each cell, where cells have room for a number.
    private var counts: Markup {
        guard order.count <= ConfusionCells.mostCounted else { return .none }
        // Letters below a pixel are not drawn everywhere: hundredths of a cell, scaled.
        let texts = ConfusionCells(matrix, order: order).counts().map { cell in
            Markup.element(
                "text",
                [
                    "class": cell.isDark ? "f-count f-over" : "f-count", "x": "\(cell.column * 100 + 50)",
                    "y": "\(cell.row * 100 + 63)", "text-anchor": "middle",
                ], ShownNumber.grouped(cell.count))
        }
        return .element("g", ["transform": "scale(0.01)"], texts)
    }

    private func labels(_ style: String) -> Markup {
        let step = max(1, (order.count + 44) / 45)
        return .element(
            "div", ["class": style, "aria-hidden": "true"],
            order.enumerated().map { place, index in
                .element(
                    "span", ["dir": "auto", "class": place.isMultiple(of: step) ? nil : "thin"],
                    matrix.classes[index])
            })
    }

    private var legend: Markup {
        func swatches(_ style: String) -> [Markup] {
            [14, 26, 38, 50, 62, 74, 87, 100].map {
                .element("i", ["class": style, "style": "--o:\($0)%"], [.none])
            }
        }
        let bounds = ConfusionCells.bounds.map { Markup.element("span", [:], ShownNumber.fixed($0 * 100, 0)) }
        return .element(
            "div", ["class": "legend", "aria-hidden": "true"],
            [.element("b", [:], "right")] + swatches("h") + [.element("b", [:], "wrong")] + swatches("m")
                + [.element("b", [:], "% of row")] + bounds)
    }

    /// Names, and for each given class the predicted ones with their counts, all in the order shown.
    private var data: Markup {
        var places = [Int](repeating: 0, count: order.count)
        for (place, index) in order.enumerated() { places[index] = place }
        let rows = order.map { given in
            JSONData.array(
                matrix.predictions(of: given).flatMap {
                    [.integer(places[$0.predicted]), .integer($0.count)]
                })
        }
        return .data(
            id: "map-data",
            .object([
                (name: "names", value: .array(order.map { .string(matrix.classes[$0]) })),
                (name: "hint", value: .string(Self.hint)), (name: "rows", value: .array(rows)),
            ]))
    }
}
