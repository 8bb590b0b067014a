extension EvaluationPage {
    func addNumbers(to parts: inout PageParts) {
        guard !headlines.isEmpty else { return }
        parts.sections.append(
            PageSection(
                id: "numbers", title: "In numbers",
                lead:
                    "Each number with its 95 % interval and how many pictures or classes it was computed from.",
                content: [Headline.row(headlines)]))
    }

    func addConfusion(to parts: inout PageParts) {
        guard let confusion, confusion.classes.count > 1 else { return }
        let order = ClassOrder.byDistance(confusion.distances, count: confusion.classes.count)
        let figure = ConfusionFigure.figure(confusion, order: order)
        parts.figures.append(figure)
        let caption = Markup.element(
            "p", ["class": "lead"],
            [
                .text("Also as a figure of its own: "),
                .element(
                    "a",
                    ["href": "figures/\(figure.name).svg", "aria-label": "Confusion matrix as an SVG file"],
                    "SVG"),
            ])
        parts.sections.append(
            PageSection(
                id: "confusion", title: "What is taken for what",
                lead:
                    "Rows are the given classes, columns the predicted ones; blue on the diagonal is right, orange is "
                    + "wrong, by the share of the row. Classes that are confused with each other stand together.",
                content: [HeatMap(confusion, order: order).markup, caption]))
        guard !pairs.isEmpty else { return }
        parts.sections.append(
            PageSection(
                id: "pairs", title: "Most confused pairs",
                lead: "By the number of pictures, with some of them.",
                content: [.element("ol", ["class": "pairs"], pairs.map(\.markup))]))
    }

    func addClasses(to parts: inout PageParts) {
        guard !classes.isEmpty else { return }
        parts.figures.append(ClassScoreFigure.figure(classes))
        let rows = classes.enumerated().sorted {
            ($0.element.recall ?? 2, $0.offset) < ($1.element.recall ?? 2, $1.offset)
        }.map(\.element)
        let table = DataTable(
            title: "Results by class",
            columns: [
                .init(title: "Class"), .init(title: "Pictures", kind: .number),
                .init(title: "Right, with interval", kind: .bar), .init(title: "Right", kind: .number),
                .init(title: "95 % interval", kind: .number, isExtra: true),
                .init(title: "Precision", kind: .number, isExtra: true),
                .init(title: "F1", kind: .number, isExtra: true),
            ],
            rows: rows.map { score in
                [
                    .text(score.name), .count(score.count), .bar(score.recall, score.interval),
                    .number(score.recall, ShownNumber.percent(score.recall)),
                    .number(score.interval?.lowerBound, ShownNumber.percent(score.interval)),
                    .number(score.precision, ShownNumber.percent(score.precision)),
                    .number(score.f1, ShownNumber.fixed(score.f1, 3)),
                ]
            }, sorted: (3, false))
        let file = Markup.element(
            "p", ["class": "lead"],
            [
                .text("The bars as a figure: "),
                .element(
                    "a", ["href": "figures/classes.svg", "aria-label": "Results by class as an SVG file"],
                    "SVG"),
            ])
        parts.sections.append(
            PageSection(
                id: "classes", title: "Class by class",
                lead:
                    "The share of each class’s pictures that was predicted right, hardest first; the line is the "
                    + "95 % interval. Headings sort.",
                content: [table.markup, file]))
    }

    func addCalibration(to parts: inout PageParts) {
        var shown: [Markup] = []
        if let calibration {
            let figure = calibration.figure()
            parts.figures.append(figure)
            shown.append(figure.captioned(caption(calibration)))
        }
        for (name, title, diagram) in [
            ("reliability-judged", "The half that judges the temperature, without it", judgedCalibration),
            ("reliability-fitted", "The same half with the temperature", fittedCalibration),
        ] {
            guard let diagram else { continue }
            let figure = diagram.figure(name: name, title: title)
            parts.figures.append(figure)
            shown.append(figure.captioned(caption(diagram)))
        }
        for histogram in [confidences].compactMap({ $0 }) + histograms {
            let figure = histogram.figure()
            parts.figures.append(figure)
            shown.append(figure.captioned(figure.summary))
        }
        guard !shown.isEmpty else { return }
        parts.sections.append(
            PageSection(
                id: "confidence", title: "How far its confidence can be trusted",
                lead:
                    "On the dashed line the model is right as often as it is sure; below it, it is too sure.",
                content: [.element("div", ["class": "figures"], shown)]))
    }

    private func caption(_ diagram: ReliabilityDiagram) -> String {
        let error = diagram.error.map { "Expected calibration error \(ShownNumber.percent($0)). " } ?? ""
        return error + "Black lines are 95 % intervals; grey bars count predictions."
    }

    func addPictures(to parts: inout PageParts) {
        if !mistakes.isEmpty {
            parts.sections.append(
                PageSection(
                    id: "mistakes", title: "Surest mistakes",
                    lead:
                        "Wrong predictions that the model was most confident of, with the probability of both labels.",
                    content: [PictureCard.grid(mistakes)]))
        }
        if !samples.isEmpty {
            parts.sections.append(
                PageSection(
                    id: "samples", title: "Some of the pictures",
                    lead: "Taken evenly over the dataset: ✓ is predicted as given, ✗ is not.",
                    content: [PictureCard.grid(samples)]))
        }
    }
}
