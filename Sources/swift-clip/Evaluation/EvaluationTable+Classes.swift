import CLIP
import CLIPData
import CLIPEvaluation

extension EvaluationTable {
    /// With more classes than this, only the weakest are shown.
    private static let mostClasses = 40
    private static let weakest = 15

    /// Recall, precision and F1 of each class.
    func classes(_ rows: [ClassRow]) -> String {
        let (shown, note) = Self.shortened(rows) { $0.recall?.value ?? 2 }
        var table = Table(
            [
                .init(title: "class", shortens: true), .init(title: "pictures", alignsRight: true),
                .init(title: "recall", alignsRight: true), .init(title: "95 % interval", alignsRight: true),
                .init(title: "precision", alignsRight: true), .init(title: "F1", alignsRight: true),
            ], styled: console.stylesResults)
        var text = ""
        for row in shown {
            text += table.add([
                row.name, DisplayNumber.grouped(row.support),
                row.recall.map { Self.percent($0.value) } ?? "–",
                row.recall.map { Self.interval($0) } ?? "–",
                row.precision.map { Self.percent($0.value) } ?? "–", Self.percent(row.f1),
            ])
        }
        return text + table.settle() + note
    }

    /// The average precision of each label.
    func labels(_ rows: [MultiLabelResult.Row]) -> String {
        let (shown, note) = Self.shortened(rows) { $0.support > 0 ? $0.averagePrecision : 2 }
        var table = Table(
            [
                .init(title: "class", shortens: true), .init(title: "pictures", alignsRight: true),
                .init(title: "average precision", alignsRight: true),
            ], styled: console.stylesResults)
        var text = ""
        for row in shown {
            text += table.add([
                row.name, DisplayNumber.grouped(row.support),
                row.support > 0 ? Self.percent(row.averagePrecision) : "–",
            ])
        }
        return text + table.settle() + note
    }

    /// All rows of a short list; of a long one those of the lowest value, lowest first.
    private static func shortened<Row>(_ rows: [Row], _ value: (Row) -> Double) -> ([Row], String) {
        guard rows.count > mostClasses else { return (rows, "") }
        let order = rows.indices.sorted {
            value(rows[$0]) == value(rows[$1]) ? $0 < $1 : value(rows[$0]) < value(rows[$1])
        }
        return (
            order.prefix(weakest).map { rows[$0] },
            "the \(weakest) weakest of \(DisplayNumber.grouped(rows.count)) classes; --output keeps all\n"
        )
    }

    /// The pairs of classes that are confused most often.
    func confusions(_ found: ClassificationResult, _ result: EvaluationResult) -> String {
        let pairs = found.confusion.mostConfused(5)
        guard !pairs.isEmpty else { return "\nno picture was taken for another class\n" }
        let lines = pairs.map { pair in
            let names = [pair.given, pair.predicted].map { DisplayText.cell(result.classes[$0].name) }
            return
                "  \(names[0]) taken for \(names[1]): \(pair.count) of \(found.classes[pair.given].support)\n"
        }
        return "\nmost often confused\n" + lines.joined()
    }
}
