import CLIP
import CLIPData
import Testing

@testable import CLIPEvaluation

@Suite("Prompts of classes")
struct ClassEnsembleTests {
    @Test("every name of a class goes into every template, with spaces for underscores")
    func templates() throws {
        let classes = [DatasetClass("n1", called: ["sports_car", "roadster"]), DatasetClass("cat")]
        let ensembles = try ClassEnsembles(classes, by: try .template("a {}."))
        #expect(ensembles.prompts == [["a sports car.", "a roadster."], ["a cat."]])
        #expect(ensembles.notes == ["\"_\" read as a space in 1 class: sports_car → sports car"])
    }

    @Test("prompts that were written for a class are found by any of its names")
    func written() throws {
        let written = try ClassPrompts([("cat", ["a furry {}"]), ("sports car", ["a fast one"])])
        let classes = [DatasetClass("n1", called: ["sports_car"]), DatasetClass("cat")]
        let ensembles = try ClassEnsembles(classes, by: .perClass(written))
        #expect(ensembles.prompts == [["a fast one"], ["a furry cat"]])
        #expect(throws: PromptError.self) {
            try ClassEnsembles([DatasetClass("dog")], by: .perClass(written))
        }
    }

    @Test(
        "names that differ in capitals or gaps alone are one name to a text encoder",
        arguments: [["Cat", "cat"], ["hot dog", "hot  dog"], ["hot_dog", "Hot Dog "]])
    func sameTokens(names: [String]) throws {
        #expect(throws: EvaluationError.self) {
            try ClassEnsembles(names.map { DatasetClass($0) }, by: try .template("a {}"))
        }
    }

    @Test("two classes of one name are refused by their names in the data")
    func twins() throws {
        let classes = [DatasetClass("n1", called: ["crane"]), DatasetClass("n2", called: ["crane"])]
        let error = #expect(throws: EvaluationError.self) {
            try ClassEnsembles(classes, by: try .template("a {}"))
        }
        #expect(error?.message.hasPrefix("the classes n1 and n2 have the same prompts") == true)
    }
}
