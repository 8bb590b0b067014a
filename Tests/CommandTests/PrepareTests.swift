import CLIPTestSupport
import Foundation
import Testing

@Suite("models prepare")
struct PrepareTests {
    @Test("later runs answer the same from prepared weights; cache info shows them, cache clear removes them")
    func prepare() throws {
        let command = Command()
        let model = Golden.folder + "/networks/vit-quickgelu"
        let classify = ["embed", Command.photo("cat.jpg"), "--model", model, "-o", "x.npy", "-q"]
        #expect(try command.run(classify).status == 0)
        let expected = try command.file("x.npy")
        let first = try command.run(["models", "prepare", model, "--format", "json"])
        let towers = try #require(try first.json()["towers"] as? [[String: Any]])
        #expect(towers.map { $0["tower"] as? String } == ["vision", "text"])
        #expect(towers.allSatisfy { $0["written"] as? Bool == true })
        #expect(try command.run(["models", "prepare", model]).output.contains("was there"))
        #expect(try command.run(classify).status == 0)
        #expect(try command.file("x.npy") == expected)
        #expect(try command.run(["cache", "info"]).output.contains("and prepared weights"))
        #expect(try command.run(["cache", "clear"]).status == 0)
        #expect(try !command.run(["cache", "info"]).output.contains("prepared"))
    }

    @Test("each precision has prepared weights of its own")
    func precisions() throws {
        let command = Command()
        let model = Golden.folder + "/networks/vit-quickgelu"
        for precision in ["f32", "bf16"] {
            let classify = [
                "embed", Command.photo("cat.jpg"), "--model", model, "-q", "--precision", precision, "-o",
            ]
            #expect(try command.run(classify + ["\(precision).npy", "--no-cache"]).status == 0)
            let prepare = ["models", "prepare", model, "--precision", precision]
            #expect(try !command.run(prepare).output.contains("was there"))
            #expect(try command.run(prepare).output.contains("was there"))
            #expect(try command.run(classify + ["prepared-\(precision).npy"]).status == 0)
            #expect(try command.file("prepared-\(precision).npy") == command.file("\(precision).npy"))
        }
    }

    @Test("what cannot be prepared says so")
    func refused() throws {
        let bundled = try Command().run(["models", "prepare", "pocket"])
        #expect(bundled.status == 1 && bundled.errors.contains("needs no preparation"))
        let missing = try Command().run(["models", "prepare", "nowhere"])
        #expect(missing.status == 1 && missing.output.isEmpty)
    }
}
