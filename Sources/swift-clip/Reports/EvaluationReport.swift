import CLIP
import CLIPData
import CLIPEvaluation
import CLIPReports

/// An evaluation's result as a page.
struct EvaluationReport {
    /// How many pictures each part of a page shows at most.
    private enum Most {
        static let pairs = 10
        static let ofPair = 6
        static let mistakes = 24
        static let samples = 24
        static let suspects = 36
    }

    private let result: EvaluationResult
    private let pictures: ReportPictures
    /// What to do about doubtful labels, in a sentence.
    private let advice: String

    /// - Parameters:
    ///   - dataset: what was evaluated; the pictures that the page shows are read from it again.
    ///   - advice: what to do about doubtful labels.
    init(_ result: EvaluationResult, of dataset: any Dataset, advice: String = "") throws(CommandFailure) {
        self.result = result
        self.advice = advice
        pictures = try ReportPictures(
            of: Set(Self.shown(result).map { result.features.ids[$0] }), in: dataset, split: result.split)
    }

    /// Writes the page, its figures and the list of doubtful labels.
    static func write(
        _ result: EvaluationResult, of dataset: any Dataset, to folder: ReportFolder, _ console: Console
    ) throws(CommandFailure) {
        try folder.make()
        var advice = ""
        if let quality = result.labelQuality, !quality.issues.isEmpty {
            advice = try ReportLabels.write(result, quality, in: folder, console)
        }
        try folder.write(
            EvaluationReport(result, of: dataset, advice: advice).page.files(), hasLabels: !advice.isEmpty)
        console.note("report in \(folder.page.text)")
    }

    /// The page.
    var page: EvaluationPage {
        var page = EvaluationPage(
            title: ReportWords.title(result), summary: ReportWords.summary(result), footer: ReportWords.footer
        )
        page.headlines = ReportHeadlines.headlines(result)
        if let classification = result.classification { add(classification, to: &page) }
        if case .multiLabel(let found) = result.findings {
            page.histograms.append(ReportHeadlines.precisions(found))
        }
        if let temperature = result.temperature {
            page.judgedCalibration = Self.diagram(temperature.reliabilityBefore)
            page.fittedCalibration = Self.diagram(temperature.reliability)
        }
        if let quality = result.labelQuality, let classification = result.classification {
            var labels = LabelSection(
                examined: classification.given.count, found: quality.issues.count,
                suspects: quality.issues.prefix(Most.suspects).map { .init(suspect($0)) }, advice: advice)
            if quality.agreement.isWeak, !quality.issues.isEmpty {
                labels.warning = "Beware: \(LabelWords.weakness(quality.agreement))"
            }
            page.labels = labels
        }
        page.comparison = result.comparison.map { ReportHeadlines.baseline($0, count: result.count) }
        page.robustness = result.robustness.map(RobustnessReport.section)
        page.facts = ReportWords.facts(result)
        page.notes = ReportWords.notes(result)
        return page
    }

    private func add(_ found: ClassificationResult, to page: inout EvaluationPage) {
        let names = result.classes.map(\.name)
        page.confusion = ConfusionCounts(classes: names, counts: found.confusion.counts.map(Int.init))
        page.classes = found.classes.map { row in
            ClassScore(
                name: row.name, count: row.support, recall: row.recall?.value, interval: row.recall?.interval,
                precision: row.precision?.value, f1: row.support > 0 || row.predicted > 0 ? row.f1 : nil)
        }
        page.calibration = Self.diagram(found.reliability)
        page.confidences = Self.confidences(found)
        page.pairs = found.confusion.mostConfused(Most.pairs).map { pair in
            ConfusedPair(
                given: names[pair.given], predicted: names[pair.predicted], count: pair.count,
                total: found.classes[pair.given].support,
                pictures: Self.members(of: pair, found).map { card($0, found) })
        }
        page.mistakes = found.mistakes(Most.mistakes).map { card($0, found) }
        page.samples = Self.samples(found).map { card($0, found) }
    }

    private func card(_ row: Int, _ found: ClassificationResult) -> PictureCard {
        let id = result.features.ids[row]
        return PictureCard(
            id: id, thumbnail: pictures[id], given: result.classes[found.given[row]].name,
            predicted: result.classes[found.predictions.predicted(row)].name,
            isRight: found.predictions.ranks[row] == 0,
            confidence: Double(found.predictions.confidence(row)),
            givenConfidence: Double(found.predictions.givenProbabilities[row]))
    }

    private func suspect(_ issue: LabelIssue) -> PictureCard {
        let id = result.features.ids[issue.picture]
        return PictureCard(
            id: id, thumbnail: pictures[id], given: result.classes[issue.given].name,
            predicted: result.classes[issue.suggested].name, isRight: false,
            confidence: Double(issue.suggestedProbability), givenConfidence: Double(issue.givenProbability))
    }

    /// The rows of all pictures that a page shows.
    private static func shown(_ result: EvaluationResult) -> [Int] {
        guard let found = result.classification else { return [] }
        let pairs = found.confusion.mostConfused(Most.pairs).flatMap { members(of: $0, found) }
        let suspects = result.labelQuality?.issues.prefix(Most.suspects).map(\.picture) ?? []
        return pairs + found.mistakes(Most.mistakes) + samples(found) + suspects
    }

    /// Pictures of a confused pair, the surest first.
    private static func members(
        of pair: (given: Int, predicted: Int, count: Int), _ found: ClassificationResult
    ) -> [Int] {
        let rows = found.given.indices.filter {
            found.given[$0] == pair.given && found.predictions.predicted($0) == pair.predicted
        }
        let sorted = rows.sorted { left, right in
            let (a, b) = (found.predictions.confidence(left), found.predictions.confidence(right))
            return a == b ? left < right : a > b
        }
        return Array(sorted.prefix(Most.ofPair))
    }

    /// Rows spread evenly over the dataset.
    private static func samples(_ found: ClassificationResult) -> [Int] {
        let count = min(Most.samples, found.given.count)
        return (0..<count).map { ($0 * 2 + 1) * found.given.count / (2 * count) }
    }

    private static func diagram(_ reliability: Reliability) -> ReliabilityDiagram {
        ReliabilityDiagram(
            bins: reliability.bins.map { bin in
                let hits = Int((bin.accuracy * Double(bin.count)).rounded())
                return .init(
                    count: bin.count, confidence: bin.confidence, accuracy: bin.accuracy,
                    interval: bin.count > 0 ? Estimate(part: hits, of: bin.count).interval : nil)
            }, error: reliability.expectedError)
    }

    private static func confidences(_ found: ClassificationResult) -> Histogram {
        var counts = (right: [Int](repeating: 0, count: 20), wrong: [Int](repeating: 0, count: 20))
        for row in found.given.indices {
            let step = min(max(Int(found.predictions.confidence(row) * 20), 0), 19)
            if found.predictions.ranks[row] == 0 { counts.right[step] += 1 } else { counts.wrong[step] += 1 }
        }
        return Histogram(
            name: "confidences", title: "Confidence of right and wrong predictions",
            valueTitle: "confidence, %",
            range: 0...1, counts: counts.right, wrong: counts.wrong)
    }
}
