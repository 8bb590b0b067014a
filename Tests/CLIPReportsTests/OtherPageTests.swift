import Testing

@testable import CLIPReports

@Suite("Pages of prompts and of probes")
struct OtherPageTests {
    private static let nasty = "</script><b>dog & \"cat\""

    static func prompts() -> PromptComparisonPage {
        var first = PromptComparisonPage.PromptSet(
            name: "photo", naming: "usual", accuracy: 0.5, 0.4...0.6, meanRecall: 0.48, nil,
            recalls: [0.5, nil])
        first.singles = [
            .init(template: "a {} <i>", accuracy: 0.45), .init(template: "b {}", accuracy: 0.52),
        ]
        var second = PromptComparisonPage.PromptSet(
            name: nasty, naming: nil, accuracy: 0.625, 0.5...0.7, meanRecall: 0.6, 0.5...0.7,
            recalls: [0.75, nil])
        second.difference = .init(change: 0.125, 0.02...0.2, gained: 9, lost: 4, significance: 0.0002)
        return PromptComparisonPage(
            dataset: "pets", count: 40, classes: [(nasty, 40), ("empty", 0)], sets: [first, second],
            facts: [Fact("Model", "m")], footer: "f")
    }

    static func probe() -> ProbePage {
        var curves = CurveChart(
            name: "shots", title: "Shots", places: ["0", "1", "all"], placeTitle: "shots",
            valueTitle: "right, %",
            series: [
                .init(
                    name: nasty,
                    points: [.init(place: 1, value: 0.6, interval: 0.5...0.7), .init(place: 2, value: 0.8)]),
                .init(name: "k-NN", points: [.init(place: 1, value: 0.55)]),
            ])
        curves.reference = (name: "zero-shot", value: 0.5)
        return ProbePage(
            dataset: "pets", summary: "s", curves: curves, settings: [Fact("k-NN", "k = 1")], facts: [],
            footer: "f")
    }

    @Test(
        "every page is well-formed, links each of its figures, and takes names as text",
        arguments: [prompts().files(), probe().files()])
    func pages(files: [ReportFile]) throws {
        let page = files[0].text
        let root = try XMLNode.parse(page: page)
        #expect(root.children.map(\.name) == ["head", "body"])
        #expect(!page.contains(Self.nasty))
        #expect(page.contains(ReportFile.mark))
        for figure in files.dropFirst() {
            #expect(page.contains("href=\"\(figure.path)\""))
            #expect(try XMLNode.parse(figure.text).name == "svg")
        }
    }

    @Test("the best set, its lead and whether that is chance stand at the beginning")
    func verdict() {
        var page = Self.prompts()
        #expect(
            page.files()[0].text.contains(
                "recognises most: 62.5\u{A0}% of 40\u{A0}pictures. That is +12.5 points against photo, more than chance "
                    + "explains (p\u{A0}&lt;\u{A0}0.001)."))
        page.sets[1].difference?.significance = 0.21
        #expect(page.files()[0].text.contains("which may be chance (p\u{A0}=\u{A0}0.210)."))
        page.sets[1].accuracy = 0.5
        #expect(
            page.files()[0].text.contains(
                ">Of 2\u{A0}sets of prompts, photo recognises most: 50.0\u{A0}% of 40\u{A0}pictures.<"))
    }

    @Test("a table of shots has a cell for each head and number of shots, empty where nothing was run")
    func shots() throws {
        let page = Self.probe().files()[0].text
        let root = try XMLNode.parse(page: page)
        let table = try #require(root.descendants(named: "table").first)
        let rows = table.descendants(named: "tr").dropFirst()
        #expect(
            rows.map { $0.children.map(\.wholeText) } == [
                [Self.nasty, "–", "60.050.0–70.0", "80.0"], ["k-NN", "–", "55.0", "–"],
            ])
    }
}
