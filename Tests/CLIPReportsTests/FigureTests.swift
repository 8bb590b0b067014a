import Foundation
import Testing

@testable import CLIPReports

@Suite("Figures")
struct FigureTests {
    static let nasty = [
        "</text><b>", "\"quoted\" & 'so'", "שלום", String(repeating: "very long ", count: 40), "🍏🍎",
        "a\u{1}b", "",
    ]

    static var figures: [SVGFigure] {
        let count = nasty.count
        let counts = (0..<count * count).map { ($0 * 7) % 5 }
        let matrix = ConfusionCounts(classes: nasty, counts: counts)
        let points = (0..<3).map {
            CurveChart.Point(place: $0, value: 0.5 + 0.1 * Double($0), interval: 0.4...0.8)
        }
        var curves = CurveChart(
            name: "curves", title: "Curves", places: ["0", "1", "all"], placeTitle: "shots",
            valueTitle: "right, %",
            series: nasty.map { CurveChart.Series(name: $0, points: points) })
        curves.reference = (name: "zero-shot <", value: 0.3)
        return [
            ConfusionFigure.figure(matrix, order: Array(0..<count)),
            ReliabilityDiagram(
                bins: [
                    .init(count: 0, confidence: 0, accuracy: 0),
                    .init(count: 7, confidence: 0.5, accuracy: 0.4, interval: 0.1...0.8),
                ], error: 0.1
            ).figure(),
            ClassScoreFigure.figure(
                nasty.map { ClassScore(name: $0, count: 3, recall: 0.5, interval: 0.2...0.8) }),
            curves.figure(),
            DumbbellChart(
                name: "moves", title: "Moves", beforeTitle: "<old>", afterTitle: "new & newer",
                rows: nasty.enumerated().map { .init(name: $1, before: 0.5, after: Double($0) / 7) }
            ).figure(),
            Histogram(
                name: "steps", title: "Steps", valueTitle: "%", range: 0...1, counts: [1, 0, 5],
                wrong: [2, 0, 1]
            ).figure(),
        ]
    }

    @Test("every figure is well-formed, in a file and in a page", arguments: figures)
    func wellFormed(figure: SVGFigure) throws {
        for text in [figure.file(), figure.inline().source] {
            let document = try XMLNode.parse(text)
            #expect(document.name == "svg")
            #expect(document.texts.allSatisfy { !$0.contains("NaN") && !$0.contains("nan") })
        }
    }

    @Test("a file brings colours for light and dark, words for what it shows, and nothing from elsewhere")
    func standsAlone() {
        for figure in Self.figures {
            let file = figure.file()
            #expect(file.contains("prefers-color-scheme:dark"))
            #expect(file.contains("<title id=\"title\">") && file.contains("<desc id=\"summary\">"))
            #expect(
                !file.contains("http") || file.components(separatedBy: "http").count == 2,
                "the namespace alone")
            #expect(file == figure.file())
        }
    }

    @Test("what a mark says is told by a title in a file and by the script in a page")
    func tips() {
        let figure = ClassScoreFigure.figure([ClassScore(name: "cat", count: 4, recall: 0.75)])
        #expect(figure.file().contains("<title>cat: 75.0\u{A0}% of 4\u{A0}pictures right</title>"))
        #expect(figure.inline().source.contains("data-tip=\"cat: 75.0\u{A0}% of 4\u{A0}pictures right\""))
        #expect(figure.inline().source.contains("tabindex=\"0\""))
    }

    @Test("200 classes stay small: the matrix below 100 kB, the bars below 150 kB")
    func size() {
        let count = 200
        // Every class loses half of its pictures to 15 others.
        var counts = [Int](repeating: 0, count: count * count)
        for given in 0..<count {
            for step in 0..<16 { counts[given * count + (given + step * step) % count] += step == 0 ? 15 : 1 }
        }
        let names = (0..<count).map { "class number \($0)" }
        let matrix = ConfusionCounts(classes: names, counts: counts)
        let order = ClassOrder.byDistance(matrix.distances, count: count)
        #expect(ConfusionFigure.figure(matrix, order: order).file().utf8.count < 100_000)
        #expect(HeatMap(matrix, order: order).markup.source.utf8.count < 130_000)
        let scores = names.map { ClassScore(name: $0, count: 30, recall: 0.5, interval: 0.3...0.7) }
        #expect(ClassScoreFigure.figure(scores).file().utf8.count < 150_000)
    }

    @Test("neighbouring cells of one level are one rectangle, and a wrong cell never joins the diagonal")
    func runs() {
        let matrix = ConfusionCounts(
            classes: ["a", "b", "c", "d"], counts: [5, 5, 5, 5, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1])
        let paths = ConfusionCells(matrix, order: [0, 1, 2, 3]).paths()
        #expect(
            paths.map { "\($0.style): \($0.steps)" } == [
                "f-hit f-l5: M0 0h1v1h-1zM3 3h1v1h-1z", "f-hit f-l8: M1 1h1v1h-1z",
                "f-miss f-l5: M1 0h3v1h-3zM0 3h3v1h-3z",
            ])
    }

    @Test("a chart of changes keeps the largest gains and losses")
    func moves() {
        let rows = (0..<50).map {
            DumbbellChart.Row(name: "\($0)", before: 0.5, after: 0.5 + Double($0 - 20) / 100)
        }
        let chart = DumbbellChart(name: "m", title: "m", beforeTitle: "a", afterTitle: "b", rows: rows)
        #expect(chart.mostMoved(3).map(\.name) == ["49", "48", "47", "2", "1", "0"])
        #expect(chart.mostMoved(25).count == 50)
    }

    @Test("names are cut to their room")
    func cut() {
        #expect(TextWidth.cut("short", to: 100) == "short")
        let cut = TextWidth.cut("a name that is far too long", to: 60)
        #expect(cut.hasSuffix("…") && TextWidth.of(cut) <= 60)
        #expect(TextWidth.cut("猫の写真です", to: 40).count < 6)
    }
}
