import CLIP
import CLIPProbes
import CLIPReports

/// What heads came to, as a page.
struct ProbeReport {
    private let study: ProbeStudy

    init(_ study: ProbeStudy) {
        self.study = study
    }

    /// The page.
    /// - Parameter facts: what was run, see ``ReportWords``.
    func page(facts: [Fact]) -> ProbePage {
        let counts = [
            Fact("Features", study.features.rawValue), Fact("Division", study.division),
            Fact(
                "Pictures",
                "\(DisplayNumber.grouped(study.trainingCount)) to learn from, "
                    + "\(DisplayNumber.grouped(study.validationCount)) to choose by, "
                    + "\(DisplayNumber.grouped(study.testCount)) to judge by"),
            Fact("Seeds", seeds.map { "\($0)" }.joined(separator: ", ")),
        ]
        return ProbePage(
            dataset: study.dataset, summary: summary, headlines: headlines, curves: chart, settings: settings,
            facts: facts + counts, notes: study.notes + study.shortfalls, footer: ReportWords.footer)
    }

    /// Numbers of shots in the order of the axis; all there are come last.
    private var shots: [Int?] {
        let all = study.curves.flatMap { $0.points.map(\.shots) }
        let numbers = Set(all.compactMap(\.self)).sorted()
        return numbers + (all.contains(nil) ? [nil] : [])
    }

    private var seeds: [UInt32] {
        Set(study.curves.flatMap { $0.points.flatMap { $0.runs.map(\.seed) } }).sorted()
    }

    private func word(_ shots: Int?) -> String { shots.map { "\($0)" } ?? "all" }

    private var chart: CurveChart {
        let shots = self.shots
        let zero = study.zeroShot.map {
            CurveChart.Series(name: "zero-shot", points: [.init(place: 0, value: $0.acc1)])
        }
        let curves = study.curves.map { curve in
            CurveChart.Series(
                name: curve.head,
                points: curve.points.map { point in
                    let spread = point.acc1
                    return .init(
                        place: (shots.firstIndex(of: point.shots) ?? 0) + 1, value: spread.mean,
                        // Accuracies end at 0 and 1, which Student's t does not know.
                        interval: spread.interval.map { max(0, $0.lowerBound)...min(1, $0.upperBound) })
                })
        }
        var chart = CurveChart(
            name: "shots", title: "Accuracy by shots", places: ["0"] + shots.map(word),
            placeTitle: "labelled pictures of each class", valueTitle: "right, %",
            series: [zero].compactMap(\.self) + curves)
        chart.reference = study.zeroShot.map { (name: "zero-shot", value: $0.acc1) }
        return chart
    }

    private typealias Best = (head: String, point: ProbePoint)

    /// The best head with the most shots.
    private var best: Best? {
        let last = shots.last ?? nil
        let heads = study.curves.flatMap { curve in
            curve.points.filter { $0.shots == last }.map { (head: curve.head, point: $0) }
        }
        return heads.max { $0.point.acc1.mean < $1.point.acc1.mean }
    }

    private var headlines: [Headline] {
        let count = study.testCount
        let zero = study.zeroShot.map { Headline(name: "Words alone", share: $0.acc1, of: count, "pictures") }
        let best = best.map { best in
            Headline(
                name: "\(best.head), \(amount(best.point.shots))", share: best.point.acc1.mean,
                interval: best.point.acc1.interval.map { max(0, $0.lowerBound)...min(1, $0.upperBound) },
                of: count,
                "pictures")
        }
        return [zero, best].compactMap(\.self)
    }

    private func amount(_ shots: Int?) -> String {
        shots.map { "\($0) of each class" } ?? "all pictures"
    }

    private var summary: String {
        guard let best else { return "No head was fitted." }
        let reached =
            "\(DisplayNumber.percent(Float(best.point.acc1.mean))) of \(DisplayNumber.count(study.testCount, "picture"))"
        let learned =
            best.point.shots.map { "With \(DisplayNumber.count($0, "labelled picture")) of each class" }
            ?? "With all \(DisplayNumber.grouped(study.trainingCount)) labelled pictures"
        let words = study.zeroShot.map { "; words alone get \(DisplayNumber.percent(Float($0.acc1)))" } ?? ""
        return "\(learned), \(best.head) gets \(reached) right\(words)."
    }

    /// What was chosen for each head, by shots, one value where all seeds agree.
    private var settings: [Fact] {
        study.curves.compactMap { curve in
            let lines = curve.points.compactMap { point -> String? in
                let chosen = ProbeOutput.chosen(point)
                return chosen.isEmpty ? nil : "\(amount(point.shots)): \(chosen)"
            }
            return lines.isEmpty ? nil : Fact(curve.head, lines)
        }
    }
}
