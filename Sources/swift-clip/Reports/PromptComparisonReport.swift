import CLIP
import CLIPEvaluation
import CLIPReports

/// A comparison of prompts as a page.
struct PromptComparisonReport {
    private let comparison: PromptComparison

    init(_ comparison: PromptComparison) {
        self.comparison = comparison
    }

    /// The page.
    /// - Parameters:
    ///   - dataset: the dataset's name.
    ///   - facts: what was run, see ``ReportWords``.
    func page(dataset: String, facts: [Fact]) -> PromptComparisonPage {
        let supports = comparison.sets.first?.classes.map(\.support) ?? []
        let templates = comparison.sets.filter { !$0.templates.isEmpty }.map { set in
            Fact("Templates of \(set.name)", ReportWords.shortened(set.templates))
        }
        let draws = Fact(
            "Intervals",
            "95 %, \(DisplayNumber.grouped(comparison.resamples)) resamples, seed \(comparison.seed)")
        let left = comparison.unlabelled
        return PromptComparisonPage(
            dataset: dataset, count: comparison.count,
            classes: zip(comparison.classes, supports).map { (name: $0, count: $1) },
            sets: comparison.sets.map(set), facts: facts + templates + [draws],
            notes: left > 0 ? ["\(DisplayNumber.count(left, "picture")) without a label count nowhere."] : [],
            footer: ReportWords.footer)
    }

    private func set(_ result: PromptComparison.SetResult) -> PromptComparisonPage.PromptSet {
        var set = PromptComparisonPage.PromptSet(
            name: result.name, naming: result.naming, accuracy: result.accuracy.value,
            result.accuracy.interval,
            meanRecall: result.meanPerClassRecall.value, result.meanPerClassRecall.interval,
            recalls: result.classes.map { $0.support > 0 ? Double($0.right) / Double($0.support) : nil })
        set.singles = result.singles.map { .init(template: $0.template, accuracy: $0.accuracy) }
        set.difference = result.difference.map { difference in
            .init(
                change: difference.accuracy.value, difference.accuracy.interval,
                gained: difference.test.onlySecond, lost: difference.test.onlyFirst,
                significance: difference.adjustedP)
        }
        return set
    }
}
