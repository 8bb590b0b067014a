import CLIPTestSupport
import Foundation
import Testing

/// The repository's own photos, evaluated as a user would, against what `Scripts/goldens_photos.py` has scikit-learn,
/// SciPy and NumPy make of the vectors that the command exports.
@Suite("evaluate on photos, against scikit-learn and SciPy")
struct PhotoGoldenTests {
    private let command = Command()
    private let folder = Golden.folder + "/evaluation"
    /// Rates of the same answers are the same; what is made of f32 scores differs by rounding, on other processors by some
    /// 1e-6 in a cosine, which the model's scale makes 100 times as much in a logit.
    private let rate = 1e-9
    private let score = 5e-4

    private func golden(_ part: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/photos.json"))
        let whole = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(whole[part] as? [String: Any])
    }

    private func evaluate(_ manifest: String, _ options: [String]) throws -> [String: Any] {
        let done = try command.run(
            [
                "evaluate", "\(folder)/\(manifest)", "--template", "a photo of a {}.", "--resamples", "100",
                "--format", "json", "-q",
            ] + options)
        #expect(done.status == 0, "\(done.errors)")
        return try done.json()
    }

    private func expect(
        _ ours: Any?, _ theirs: Any?, within bound: Double, _ name: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let ours = try #require(Self.numbers(ours), "\(name)", sourceLocation: sourceLocation)
        let theirs = try #require(Self.numbers(theirs), "\(name)", sourceLocation: sourceLocation)
        #expect(ours.count == theirs.count, "\(name)", sourceLocation: sourceLocation)
        let difference = zip(ours, theirs).map { abs($0 - $1) }.max() ?? .infinity
        #expect(difference <= bound, "\(name) differs by \(difference)", sourceLocation: sourceLocation)
    }

    /// A number, or the numbers of a list, however deep.
    private static func numbers(_ value: Any?) -> [Double]? {
        if let number = value as? Double { return [number] }
        return (value as? [Any]).map { $0.flatMap { numbers($0) ?? [.nan] } }
    }

    @Test("one label each: scores, intervals, classes, calibration, a temperature and doubtful labels")
    func singleLabels() throws {
        let expected = try golden("single")
        let result = try evaluate(
            "photos.csv", ["--label-col", "label", "--fit-temperature", "--label-quality", "l.csv"])
        let classes = try #require(result["classes"] as? [[String: Any]])
        let names = classes.compactMap { $0["class"] as? String }
        #expect(names == expected["classes"] as? [String])
        for (group, ours) in [("metrics", result["metrics"]), ("intervals", result["intervals"])] {
            let (ours, theirs) = (ours as? [String: Any], try #require(expected[group] as? [String: Any]))
            for (name, value) in theirs {
                try expect(ours?[name], value, within: name == "ece" ? score : rate, "\(group), \(name)")
            }
        }
        let predictions = try #require(result["predictions"] as? [String: Any])
        try expect(predictions["predicted"], expected["predicted"], within: 0, "predictions")
        try expect(predictions["score"], expected["score"], within: score, "scores")
        let perClass = try #require(expected["per_class"] as? [String: [Double]])
        for (name, values) in perClass {
            // Of a class that nothing was taken for the precision is not known; scikit-learn says 0.
            try expect(classes.map { $0[name] as? Double ?? 0 }, values, within: rate, name)
        }
        var confusion = [[Int]](repeating: [Int](repeating: 0, count: names.count), count: names.count)
        for cell in try #require(result["confusion"] as? [[Int]]) { confusion[cell[0]][cell[1]] = cell[2] }
        #expect(confusion == expected["confusion"] as? [[Int]])

        let fit = try #require(result["temperature"] as? [String: Any])
        let fitted = try #require(expected["temperature"] as? [String: Double])
        for (name, value) in fitted {
            let ours = (fit[name] as? [String: Any])?["value"] ?? fit[name]
            try expect(ours, value, within: name == "temperature" ? 1e-3 * value : 2 * score, name)
        }

        let quality = try #require(result["label_quality"] as? [String: Any])
        try expect(quality["thresholds"], expected["thresholds"], within: score, "thresholds")
        for name in ["model_right", "chance_right", "estimated_issues"] {
            try expect(quality[name], expected[name], within: rate, name)
        }
        let (ours, theirs) = (
            try #require(quality["issues"] as? [[String: Any]]),
            try #require(expected["issues"] as? [[String: Any]])
        )
        let suggested = { (issues: [[String: Any]]) in issues.compactMap { $0["suggested"] as? String } }
        #expect(suggested(ours) == suggested(theirs) && suggested(ours).count == theirs.count)
        try expect(ours.map { $0["margin"] }, theirs.map { $0["margin"] }, within: 2 * score, "margins")
    }

    @Test("classes held out, and pictures that look for their class")
    func otherMeasures() throws {
        let expected = try golden("single")
        let unknown = try #require(expected["unknown"] as? [String: Any])
        let heldOut = try #require(unknown["classes"] as? [String])
        let result = try evaluate(
            "photos.csv", ["--label-col", "label"] + heldOut.flatMap { ["--unknown", $0] })
        let found = try #require(result["unknown"] as? [String: Any])
        for name in ["auroc_probability", "auroc_cosine", "auroc_margin"] {
            try expect((found[name] as? [String: Any])?["value"], unknown[name], within: rate, name)
        }
        let images = try evaluate("photos.csv", ["--label-col", "label", "--task", "image_retrieval"])
        let metrics = images["metrics"] as? [String: Any]
        for (name, value) in try #require(expected["image_retrieval"] as? [String: Any]) {
            let ours = metrics?[name == "mean_average_precision" ? name : "image_to_image_\(name)"]
            try expect(ours, value, within: rate, name)
        }
    }

    @Test("several labels each: average precisions and cosines")
    func severalLabels() throws {
        let expected = try golden("several")
        let result = try evaluate("photos.csv", ["--labels-col", "tags", "--predictions", "p.jsonl"])
        let classes = try #require(result["classes"] as? [[String: Any]])
        #expect(classes.compactMap { $0["class"] as? String } == expected["classes"] as? [String])
        try expect(
            classes.map { $0["average_precision"] }, expected["average_precision"], within: rate,
            "average precision")
        try expect(
            (result["metrics"] as? [String: Any])?["mean_average_precision"],
            expected["mean_average_precision"], within: rate, "mean average precision")
        let rows = try command.lines("p.jsonl").dropFirst()
        try expect(rows.map { $0["cosines"] }, expected["cosines"], within: 5e-6, "cosines")
    }

    @Test("captions: recalls and ranks both ways, and the caption that each picture finds first")
    func captions() throws {
        let expected = try golden("captions")
        let result = try evaluate("captions.csv", ["--predictions", "p.jsonl"])
        let metrics = result["metrics"] as? [String: Any]
        for way in ["image_retrieval", "text_retrieval"] {
            for (name, value) in try #require(expected[way] as? [String: Any]) {
                try expect(metrics?["\(way)_\(name)"], value, within: rate, "\(way), \(name)")
            }
        }
        let first = try command.lines("p.jsonl").dropFirst().compactMap { line in
            (line["predictions"] as? [[String: Any]])?.first?["caption"] as? String
        }
        #expect(first == expected["first"] as? [String])
    }
}
