/// A confusion matrix as a heat map, with the classes' names where there is room for them.
enum ConfusionFigure {
    static func figure(_ matrix: ConfusionCounts, order: [Int]) -> SVGFigure {
        let count = order.count
        let side = max(min(28, 640 / Double(max(count, 1))), 3)
        let longest = matrix.classes.map { TextWidth.of($0) }.max() ?? 0
        let names = min(longest, 150) + 10
        let extent = side * Double(count)
        let head = 52.0
        let width = max(names + extent + 12, 420)
        let height = head + names + extent + 64
        return SVGFigure(
            name: "confusion", title: "Given and predicted classes", summary: summary(matrix), width: width,
            height: height
        ) { canvas in
            canvas.text("f-strong", "Given class (row) and predicted class (column)", x: 12, y: 20)
            canvas.text(
                "f-quiet f-small", "share of the row’s pictures; classes that are confused stand together",
                x: 12, y: 38)
            let origin = (x: names, y: head + names)
            canvas.rectangle("f-frame", x: origin.x, y: origin.y, width: extent, height: extent)
            for path in ConfusionCells(matrix, order: order).paths(side: side, x: origin.x, y: origin.y) {
                canvas.path(path.style, path.steps)
            }
            if count <= ConfusionCells.mostCounted {
                for cell in ConfusionCells(matrix, order: order).counts() {
                    canvas.text(
                        cell.isDark ? "f-small f-over" : "f-small", ShownNumber.grouped(cell.count),
                        x: origin.x + (Double(cell.column) + 0.5) * side,
                        y: origin.y + (Double(cell.row) + 0.5) * side + 4, .middle)
                }
            }
            let step = max(1, Int((12 / side).rounded(.up)))
            for (place, index) in order.enumerated() where place.isMultiple(of: step) {
                let middle = (Double(place) + 0.5) * side
                let name = matrix.classes[index]
                canvas.text(
                    "f-small", name, x: origin.x - 6, y: origin.y + middle + 4, .end, limit: names - 10)
                canvas.text(
                    "f-small", name, x: origin.x + middle + 4, y: origin.y - 6, limit: names - 10, turned: -90
                )
            }
            legend(&canvas, x: origin.x, y: origin.y + extent + 16)
        }
    }

    private static func legend(_ canvas: inout SVGCanvas, x: Double, y: Double) {
        let step = 30.0
        for (row, kind) in [("right", "f-hit"), ("wrong", "f-miss")].enumerated() {
            let top = y + Double(row) * 14
            canvas.text("f-small", kind.0, x: x, y: top + 10)
            for level in 1...8 {
                canvas.rectangle(
                    "\(kind.1) f-l\(level)", x: x + 42 + Double(level - 1) * step, y: top, width: step - 2,
                    height: 12)
            }
        }
        for (index, bound) in ConfusionCells.bounds.enumerated() {
            canvas.text(
                "f-quiet f-small", ShownNumber.fixed(bound * 100, 0), x: x + 41 + Double(index + 1) * step,
                y: y + 40,
                .middle)
        }
        canvas.text("f-quiet f-small", "%", x: x + 41 + 8 * step, y: y + 40, .middle)
    }

    private static func summary(_ matrix: ConfusionCounts) -> String {
        let total = matrix.totals.reduce(0, +)
        let right = matrix.classes.indices.reduce(0) { $0 + matrix[$1, $1] }
        return "\(ShownNumber.count(matrix.classes.count, "class")), \(ShownNumber.count(total, "picture")), "
            + "\(ShownNumber.grouped(right)) of them on the diagonal, which is right."
    }
}
