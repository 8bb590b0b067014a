import CLIPTestSupport
import Foundation
import Testing

@Suite("--precision")
struct PrecisionCommandTests {
    @Test("what was computed with is said and written; scores of the two agree to a hundredth")
    func classify() throws {
        func top(_ precision: String) throws -> (label: String, score: Double) {
            let result = try Command().run([
                "classify", Command.photo("cat.jpg"), "--labels", "cat,hat,rocket", "--precision", precision,
                "--format", "json",
            ])
            #expect(result.status == 0 && result.errors.contains("precision \(precision),"))
            let document = try result.json()
            #expect((document["recipe"] as? [String: Any])?["precision"] as? String == precision)
            let results = try #require(document["results"] as? [[String: Any]])
            let best = try #require((results.first?["predictions"] as? [[String: Any]])?.first)
            return (try #require(best["label"] as? String), try #require(best["score"] as? Double))
        }
        let (exact, fast, fastest) = try (top("f32"), top("bf16"), top("int8"))
        #expect(exact.label == "cat" && fast.label == "cat" && fastest.label == "cat")
        #expect(exact.score != fast.score && abs(exact.score - fast.score) < 0.01)
        #expect(exact.score != fastest.score && abs(exact.score - fastest.score) < 0.05)
    }

    @Test("a file that was begun in one precision is not gone on with in another")
    func resumed() throws {
        let command = Command()
        let embed = ["embed", Command.photo("cat.jpg"), "-o", "x.npy", "--precision"]
        #expect(try command.run(embed + ["f32"]).status == 0)
        let other = try command.run(embed + ["bf16", "--resume"])
        #expect(other.status == 64 && other.errors.contains("precision"))
        #expect(try command.run(embed + ["half"]).status == 64)
    }
}
