import CLIP
import CLIPEvaluation
import CLIPText
import Testing

@Suite("Labels and templates looked through")
struct LabelLintTests {
    private let lint = LabelLint(tokenizer: .openAI(), contextLength: 77)

    private func rules(_ labels: [String], _ templates: [String] = ["{}"]) throws -> [LabelFinding.Rule] {
        try lint.findings(labels: labels, templates: templates.map { try PromptTemplate($0) }).map(\.rule)
    }

    @Test(
        "labels with nothing to say about",
        arguments: [
            ["cat", "dog", "hat"], ["construction crane", "a bird of prey"], ["black car", "white car"],
            ["beautiful landscape", "straight road"], ["Chinese food", "poor harvest"], ["yes", "no"],
            ["English springer", "French horn", "golf ball"],
        ])
    func clean(labels: [String]) throws {
        #expect(try rules(labels) == [])
    }

    @Test(
        "each label is found by its rule",
        arguments: [
            ("crane", LabelFinding.Rule.homonym), ("Mice and men not shown", .negation), ("Nails", .homonym),
            ("cat without glasses", .negation), ("isn't a dog", .negation), ("non-smoking sign", .negation),
            ("none of the above", .catchAll), ("misc", .catchAll), ("thief", .judgesPeople),
            ("a suspicious person", .judgesPeople), ("trustworthy", .judgesPeople),
            ("ugly man", .judgesPeople),
            ("Muslim woman", .judgesPeople), ("black people", .judgesPeople), ("homosexual", .judgesPeople),
            ("n02102040", .synset), ("Apple Golden 1", .digits), ("warrior2", .digits), ("7", .digits),
            ("sports_car", .underscore), ("собака", .script), ("犬", .script),
            ("antidisestablishmentarianism", .pieces),
        ])
    func rule(label: String, rule: LabelFinding.Rule) throws {
        let findings = lint.findings(labels: [label, "hat"], templates: nil)
        let finding = try #require(findings.first { $0.rule == rule }, "\(findings)")
        #expect(finding.labels == [label] && !finding.message.isEmpty && !finding.remedy.isEmpty)
    }

    @Test("letters that the vocabulary does not know are counted as parts of characters")
    func bytes() throws {
        let findings = lint.findings(labels: ["cat 🪿", "hat"], templates: nil)
        let finding = try #require(findings.first { $0.rule == .bytes })
        #expect(finding.severity == .warning && finding.message.contains("parts of characters"))
    }

    @Test("one label alone, and the same one again")
    func counts() throws {
        #expect(try rules(["cat"]) == [.singleLabel])
        #expect(try rules(["cat", "cat", "dog"]) == [.duplicate])
        let cleaned = lint.findings(labels: ["sports_car", "sports car"], templates: nil)
        #expect(cleaned[0].rule == .duplicate && cleaned[0].severity == .error)
        #expect(cleaned[0].labels == ["sports_car", "sports car"])
    }

    @Test("different spellings with the same tokens collide")
    func collision() throws {
        let findings = lint.findings(labels: ["Polish", "polish", "cat"], templates: nil)
        #expect(findings[0].rule == .collision && findings[0].severity == .error)
        #expect(findings[0].labels == ["Polish", "polish"])
    }

    @Test("a label that does not fit says what is lost")
    func long() throws {
        let label = Array(repeating: "very", count: 76).joined(separator: " ") + " long"
        let finding = try #require(lint.findings(labels: [label, "hat"], templates: nil).first)
        #expect(finding.rule == .tooLong && finding.message.contains("by 2; not read: \"very long"))
        // What the template adds counts.
        let short = Array(repeating: "very", count: 75).joined(separator: " ")
        #expect(try rules([short, "hat"]) == [])
        #expect(try rules([short, "hat"], ["one {}"]) == [.tooLong])
    }

    @Test("a and an by how words are spoken")
    func articles() throws {
        let findings = lint.findings(
            labels: ["apple tart", "unicorn", "hour glass", "cat"],
            templates: [try PromptTemplate("a photo of a {}."), try PromptTemplate("an {c}")])
        #expect(findings.map(\.labels) == [["apple tart", "hour glass"], ["unicorn", "cat"]])
        #expect(findings.allSatisfy { $0.rule == .article && $0.severity == .note })
        let doubled = lint.findings(
            labels: ["a cat", "dog"], templates: [try PromptTemplate("a photo of a {}.")])
        #expect(doubled[0].message.contains("a photo of a a cat.") && doubled[0].severity == .warning)
    }

    @Test("a template given twice counts twice")
    func templates() throws {
        #expect(try rules(["cat", "dog"], ["{}", "a {}", "{}"]) == [.duplicateTemplate])
    }

    @Test("the gravest comes first")
    func order() throws {
        #expect(try rules(["sports_car", "Cat", "cat", "crane"]) == [.collision, .homonym, .underscore])
    }

    @Test("labels are nearly equal when they are four times nearer than the typical pair")
    func nearlyEqual() throws {
        func unit(_ degrees: Double) -> [Float] {
            // Cosines and sines of 0°, 6°, 40°, 80° and 120°, written out.
            switch degrees {
            case 0: [1, 0]
            case 6: [0.994_521_9, 0.104_528_5]
            case 40: [0.766_044_4, 0.642_787_6]
            case 80: [0.173_648_2, 0.984_807_8]
            default: [-0.5, 0.866_025_4]
            }
        }
        let vectors = EmbeddingMatrix(
            rows: 5, dimension: 2, values: [0, 6, 40, 80, 120].flatMap { unit($0) })
        let found = try #require(NearlyEqualLabels(vectors: vectors).pairs())
        // The ten pairs by angle: 6, 34, 40, 40, 40, 74, 80, 80, 114, 120; from below the sixth cosine is cos 40°.
        #expect(abs(found.typical - 0.766_044_4) < 1e-6)
        #expect(abs(found.threshold - (1 - 0.25 * (1 - 0.766_044_4))) < 1e-6)
        #expect(found.pairs.map { [$0.first, $0.second] } == [[0, 1]])
        let findings = lint.findings(
            labels: ["cat", "kitten", "dog", "hat", "bird"], templates: nil, vectors: vectors)
        #expect(findings.map(\.rule) == [.nearlyEqual] && findings[0].labels == ["cat", "kitten"])
        #expect(findings[0].message.contains("cosine 0.995") && findings[0].message.contains("0.766"))
        #expect(NearlyEqualLabels(vectors: vectors.prefix(3)).pairs() == nil, "no typical pair")
    }
}
