import CLIPEvaluation
import CLIPReports

/// Accuracy under corruptions, as the page draws it.
enum RobustnessReport {
    static func section(_ result: RobustnessResult) -> RobustnessSection {
        RobustnessSection(
            clean: result.clean.value, count: result.count, severities: result.severities.map(String.init),
            corruptions: result.rows.map { row in
                RobustnessSection.Corruption(
                    name: row.name.replacing("_", with: " "),
                    points: row.cells.map { cell in
                        CurveChart.Point(
                            place: result.severities.firstIndex(of: cell.severity) ?? 0,
                            value: cell.accuracy.value, interval: cell.accuracy.interval)
                    })
            })
    }
}
