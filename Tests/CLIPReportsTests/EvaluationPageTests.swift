import CLIPImages
import CLIPTestSupport
import Foundation
import Testing

@testable import CLIPReports

@Suite("Pages of evaluations")
struct EvaluationPageTests {
    /// A small result with every part filled, and names that try to be markup.
    static func page() throws -> EvaluationPage {
        let picture = try RGBImage(width: 8, height: 8, pixels: (0..<192).map { UInt8($0) })
        let thumbnail = try Thumbnail(picture)
        let wrong = PictureCard(
            id: "cat/<img src=x>.jpg", thumbnail: thumbnail, given: "cat", predicted: "</script><b>dog",
            isRight: false,
            confidence: 0.91, givenConfidence: 0.05)
        let right = PictureCard(
            id: "a.jpg", thumbnail: nil, given: "שלום", predicted: "שלום", isRight: true, confidence: 0.5)
        let names = ["cat", "</script><b>dog", "שלום"]
        var page = EvaluationPage(
            title: "How well ViT-B-32 tells the classes of pets & more apart",
            summary: "6 of 10 pictures are right.",
            footer: "Made by swift-clip.")
        page.headlines = [Headline(name: "Right", share: 0.6, interval: 0.3...0.85, of: 10, "pictures")]
        page.confusion = ConfusionCounts(classes: names, counts: [2, 2, 0, 1, 2, 0, 0, 1, 2])
        page.pairs = [
            ConfusedPair(given: names[0], predicted: names[1], count: 2, total: 4, pictures: [wrong])
        ]
        page.classes = names.map {
            ClassScore(name: $0, count: 3, recall: 0.6, interval: 0.3...0.8, precision: 0.5, f1: nil)
        }
        page.calibration = ReliabilityDiagram(
            bins: [.init(count: 10, confidence: 0.7, accuracy: 0.6)], error: 0.1)
        page.confidences = Histogram(
            name: "confidences", title: "Confidences", valueTitle: "%", range: 0...1, counts: [1, 5],
            wrong: [2, 2])
        page.samples = [right, wrong]
        page.mistakes = [wrong]
        page.labels = LabelSection(
            examined: 10, found: 2, suspects: [.init(wrong)], advice: "See labels.csv.")
        page.comparison = BaselineSection(
            baseline: "before.json", before: 0.5, after: 0.6, lost: 1, won: 2, count: 10, significance: 0.5,
            classes: DumbbellChart(
                name: "baseline", title: "Moved", beforeTitle: "a", afterTitle: "b",
                rows: [.init(name: names[1], before: 0.5, after: 0.6)]))
        page.robustness = RobustnessSection(
            clean: 0.6, count: 10, severities: ["1", "2"],
            corruptions: [
                .init(
                    name: "fog",
                    points: [.init(place: 0, value: 0.5, interval: 0.2...0.7), .init(place: 1, value: 0.4)])
            ])
        page.facts = [Fact("Templates", ["a photo of a {}.", "a <b>{}</b>"])]
        page.notes = ["1 picture could not be read."]
        return page
    }

    @Test("a page is what it was, to the byte")
    func golden() throws {
        let files = try Self.page().files()
        // A JPEG's bytes are libjpeg's; the page around them is ours.
        let thumbnail = try Thumbnail(RGBImage(width: 8, height: 8, pixels: (0..<192).map { UInt8($0) }))
        let text = files[0].text.replacingOccurrences(of: thumbnail.address, with: "data:,")
        let path = "\(Golden.folder)/reports/evaluation.html"
        if ProcessInfo.processInfo.environment["RENEW_REPORTS"] != nil {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(
            text == (try String(contentsOfFile: path, encoding: .utf8)),
            "Tests/Goldens/reports/README.md tells how to renew it")
        #expect(try Self.page().files() == files)
    }

    @Test("nothing in a page comes from elsewhere, and no name is markup")
    func selfContained() throws {
        let page = try Self.page().files()[0].text
        #expect(!page.contains("http:") && !page.contains("https:") && !page.contains("url("))
        #expect(!page.contains("</script><b>") && !page.contains("<img src=x>") && !page.contains("<b>{}"))
        #expect(page.components(separatedBy: "</script>").count == 3, "the data and the code")
        #expect(page.contains("<html lang=\"en\">") && page.contains("<main id=\"main\">"))
    }

    @Test("a body is well-formed once its scripts are taken out")
    func wellFormed() throws {
        let root = try XMLNode.parse(page: Self.page().files()[0].text)
        #expect(root.children.map(\.name) == ["head", "body"])
    }

    @Test("figures are files of their own, each once, and linked")
    func figures() throws {
        let files = try Self.page().files()
        let paths = files.map(\.path)
        #expect(
            paths == [
                "index.html", "figures/confusion.svg", "figures/classes.svg", "figures/reliability.svg",
                "figures/confidences.svg", "figures/baseline.svg", "figures/robustness.svg",
            ])
        for path in paths.dropFirst() { #expect(files[0].text.contains("href=\"\(path)\""), "\(path)") }
    }

    @Test("a page without any part is a page still")
    func empty() throws {
        let page = EvaluationPage(title: "t", summary: "Nothing.", footer: "f")
        let files = page.files()
        #expect(files.map(\.path) == ["index.html"])
        #expect(!files[0].text.contains("<section"))
    }

    @Test("thumbnails are small whatever the picture is", arguments: [(1, 1), (3000, 2), (640, 480)])
    func thumbnails(width: Int, height: Int) throws {
        let pixels = (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        let thumbnail = try Thumbnail(RGBImage(width: width, height: height, pixels: pixels))
        #expect(thumbnail.byteCount < 16_000)
        #expect(thumbnail.address.hasPrefix("data:image/jpeg;base64,/9j/"))
    }
}
